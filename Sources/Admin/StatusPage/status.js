'use strict'
// Values come from issuers and untrusted tokens: they are set as text, never as markup.
const $ = (id) => document.getElementById(id)
const element = (name, properties, ...children) => {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(properties ?? {})) {
    if (key in made) made[key] = value
    else made.setAttribute(key, value)
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ''))
  return made
}
const shape = (name, attributes, text) => {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  if (text !== undefined) made.textContent = text
  return made
}

// Numbers and times

const count = (value) => value.toLocaleString('en')
const rate = (value) => (value >= 100 ? count(Math.round(value)) : value.toFixed(value >= 10 || value === 0 ? 0 : 1))
const bytes = (value) => {
  if (value === undefined) return 'unknown'
  const units = ['B', 'KiB', 'MiB', 'GiB']
  let unit = 0
  for (; value >= 1024 && unit < 3; unit++) value /= 1024
  return `${value >= 100 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`
}
const brief = (seconds) => {
  if (seconds < 1e-3) return `${+(seconds * 1e6).toFixed(1)} µs`
  return seconds < 1 ? `${+(seconds * 1e3).toFixed(1)} ms` : `${+seconds.toFixed(1)} s`
}
const long = (seconds) => {
  if (seconds < 100) return `${Math.round(seconds)} s`
  if (seconds < 5700) return `${Math.round(seconds / 60)} min`
  return seconds < 172800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86400)} days`
}
// Times are relative to the service's clock, not the browser's.
let clockOffset = 0
const now = () => Date.now() / 1000 + clockOffset
const updateTime = (time) => {
  const { at, form } = time.dataset
  const past = now() - at
  if (form === 'past') time.textContent = past < 2 ? 'just now' : `${long(past)} ago`
  else if (form === 'length') time.textContent = long(past)
  else time.textContent = past < -1 ? `in ${long(-past)}` : 'now'
}
const timeElement = (at, form) => {
  const made = element('time', { dateTime: new Date(at * 1000).toISOString() })
  made.title = new Date(at * 1000).toLocaleString()
  made.dataset.at = at
  made.dataset.form = form
  updateTime(made)
  return made
}

// Charts

const answers = [
  ['unauthorized', '401'], ['forbidden', '403'], ['unavailable', '503'],
]
const ceiling = (value) => {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1)))
  return [1, 1.5, 2, 3, 4, 6, 8, 10].map((step) => step * power).find((step) => step >= value)
}
const draw = (svg, series, rates, place) => {
  const width = svg.clientWidth, height = svg.clientHeight, floor = height - 18
  const length = rates.allowed.length, step = width / (rates.most - 1)
  const x = (index) => width - (length - 1 - index) * step
  const sums = Array(length).fill(0)
  const tops = series.map((name) => rates[name].map((value, index) => (sums[index] += Math.max(0, value))))
  const top = ceiling(Math.max(0, ...sums))
  const y = (value) => floor - (value / top) * (floor - 14)
  const parts = []
  for (const value of [0, top / 2, top]) {
    parts.push(shape('line', { class: 'grid', x1: 0, x2: width, y1: y(value), y2: y(value) }))
    if (value) parts.push(shape('text', { x: 0, y: y(value) - 3 }, `${count(+value.toPrecision(3))}/s`))
  }
  parts.push(shape('text', { x: 0, y: height - 3 }, `${long(rates.most * rates.seconds)} ago`))
  parts.push(shape('text', { x: width, y: height - 3, 'text-anchor': 'end' }, 'now'))
  series.forEach((name, number) => {
    if (!length || Math.max(...rates[name]) <= 0) return
    const line = tops[number].map((value, index) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`)
    const under = tops[number].map((value, index) => {
      const base = number ? tops[number - 1][index] : 0
      return `${x(index).toFixed(1)},${y(base).toFixed(1)}`
    })
    parts.push(shape('path', { class: `area ${name}`, d: `M${line.join('L')}L${under.reverse().join('L')}Z` }))
    parts.push(shape('path', { class: `edge ${name}`, d: `M${line.join('L')}` }))
  })
  if (place !== null && length) {
    parts.push(shape('line', { class: 'cursor', x1: x(place), x2: x(place), y1: 8, y2: floor }))
  }
  svg.replaceChildren(...parts)
}
let last = null
let pointed = null
const charts = () => {
  const { rates } = last
  const length = rates.allowed.length
  const place = pointed === null || !length ? null
    : Math.max(0, Math.min(length - 1, length - 1 - Math.round((1 - pointed) * (rates.most - 1))))
  const index = place ?? length - 1
  const value = (name) => rates[name][index] ?? 0
  const refused = answers.reduce((sum, [name]) => sum + value(name), 0)
  draw($('allowed-chart'), ['allowed'], rates, place)
  draw($('refused-chart'), answers.map(([name]) => name), rates, place)
  const when = place === null ? 'a second' : `a second, ${long((length - 1 - place) * rates.seconds)} ago`
  $('allowed-now').replaceChildren(rate(value('allowed')), ' ', element('small', {}, when))
  $('refused-now').replaceChildren(rate(refused), ' ', element('small', {}, when))
  $('allowed-legend').replaceChildren(element('b', {}, `${count(last.allowed)} since startup`))
  $('refused-legend').replaceChildren(
    element('b', {}, `${count(sum(Object.values(last.denied)))} since startup`),
    ...answers.filter(([name]) => Math.max(0, ...rates[name]) > 0).map(([name, answer]) =>
      element('span', { className: name }, element('b', {}, `${answer}: ${rate(value(name))}`))))
}
const sum = (values) => values.reduce((total, value) => total + value, 0)
for (const id of ['allowed-chart', 'refused-chart']) {
  $(id).addEventListener('pointermove', (event) => {
    const box = $(id).getBoundingClientRect()
    pointed = (event.clientX - box.left) / box.width
    if (last) charts()
  })
  $(id).addEventListener('pointerleave', () => {
    pointed = null
    if (last) charts()
  })
}
addEventListener('resize', () => last && charts())

// Sections: rebuilt only when their values have changed, so that text selections are kept.

const shown = {}
const section = (id, values, build) => {
  const text = JSON.stringify(values)
  if (shown[id] === text) return
  shown[id] = text
  $(id).replaceChildren(...build())
}
const figures = (status) => {
  const { cache, connections, requests, durations, process } = status
  const looked = cache.hits + cache.misses
  const entries = [
    ['Decision time (p50)', durations.median === undefined ? '–' : `≤ ${brief(durations.median)}`,
      durations.p99 === undefined ? '' : `p99 ≤ ${brief(durations.p99)}`],
    ['Token cache', looked ? `${(cache.hits / looked * 100).toFixed(1)} % hits` : '–',
      `${cache.tokens === 1 ? '1 token' : `${count(cache.tokens)} tokens`}, ${bytes(cache.bytes)}`],
    ['Connections', count(connections.open),
      `of ${count(connections.limit)}` + (connections.refused ? `; ${count(connections.refused)} refused` : '')],
    ['Waiting for keys', count(requests.parked), 'requests'],
    ['Bad requests', count(requests.malformed + requests.slow + requests.oversized), 'answered 400, 408 or 431'],
    ['Memory', bytes(process.resident_bytes), `${count(process.open_descriptors ?? 0)} open files`],
  ]
  if (process.log_lines_dropped) entries.push(['Log lines dropped', count(process.log_lines_dropped), 'rate limit or slow output'])
  return entries.map(([name, value, more]) =>
    element('div', {}, element('dt', {}, name), element('dd', {}, value), element('dd', {}, more)))
}

const stateClass = { fresh: 'good', refreshing: 'good', stale: 'warn', expired: 'bad', empty: 'bad' }
const urgency = ['expired', 'empty', 'stale', 'refreshing', 'fresh']
const fewIssuers = 20
let showsAll = false
const key = (item, ...more) => [element('code', {}, item.kid ?? '(no kid)'), element('em', {}, ...more)]
const issuer = (item) => {
  const times = [
    item.last_good === undefined ? 'never fetched' : element('span', {}, 'fetched ', timeElement(item.last_good, 'past')),
    item.next_refresh === undefined ? null : element('span', {}, 'next fetch ', timeElement(item.next_refresh, 'future')),
    element('span', {}, (item.fetches === 1 ? '1 fetch' : `${count(item.fetches)} fetches`) + (item.failures ? `, ${count(item.failures)} failed` : '')),
  ]
  const life = element('div', { className: 'life ' + stateClass[item.state] }, element('i'))
  life.firstChild.dataset.from = item.last_good
  life.firstChild.dataset.life = item.life
  return element('article', { className: 'card issuer' },
    element('div', {}, element('h3', {}, item.issuer),
      element('p', { className: 'pill ' + stateClass[item.state] }, element('span', {}, item.state))),
    element('p', { className: 'times' }, ...times),
    item.life === undefined || item.last_good === undefined ? null : life,
    item.last_error ? element('p', { className: 'callout inner ' + stateClass[item.state] }, element('span', {}, item.last_error)) : null,
    element('ul', { className: 'keys' },
      ...item.keys.map((entry) => element('li', {}, ...key(entry, `${entry.kind}, ${entry.algorithms}`))),
      ...item.rejected.map((entry) =>
        element('li', { className: 'rejected' }, ...key(entry, 'rejected: ' + entry.reason)))),
    element('p', { className: 'source' }, 'from ', item.source))
}
const issuers = (status) => {
  const sorted = [...status.issuers].sort((a, b) => urgency.indexOf(a.state) - urgency.indexOf(b.state))
  const part = showsAll ? sorted : sorted.slice(0, fewIssuers)
  section('issuers', part, () => part.map(issuer))
  $('issuer-count').textContent = sorted.length > 1 ? count(sorted.length) : ''
  $('more-issuers').hidden = showsAll || sorted.length <= fewIssuers
  $('more-issuers').textContent = `Show all ${count(sorted.length)}`
}
$('more-issuers').addEventListener('click', () => {
  showsAll = true
  issuers(last)
})

const colour = (answer) => answers.find(([, status]) => status === String(answer))?.[0] ?? ''
let only = null
const forbidden = ['scope_insufficient', 'claim_mismatch', 'rule_denied', 'request_ambiguous', 'headers_too_large']
const answer = (reason) => (reason === 'keys_unavailable' ? 503 : forbidden.includes(reason) ? 403 : 401)
const none = (text) => element('p', { className: 'none' }, text)
const reasons = (status) => {
  const entries = Object.entries(status.denied).sort((a, b) => b[1] - a[1])
  section('reasons', [entries, only], () => entries.map(([reason, number]) => {
    const bar = element('i', { className: colour(answer(reason)) })
    bar.style.width = `${(number / entries[0][1]) * 100}%`
    const button = element('button', { type: 'button' }, element('code', {}, reason), count(number), bar)
    button.setAttribute('aria-pressed', only === reason)
    button.addEventListener('click', () => {
      only = only === reason ? null : reason
      reasons(last)
      refusals(last)
    })
    return button
  }).concat(entries.length ? [] : [none('No refusals.')]))
}
const refusals = (status) => {
  // The latest of each reason, or all of one reason: a frequent reason must not hide the others.
  const part = only === null
    ? status.refusals.filter((item, index, all) => all.findIndex((other) => other.reason === item.reason) === index)
    : status.refusals.filter((item) => item.reason === only)
  $('filter').textContent = only === null ? '' : `only ${only}`
  section('refusals', [part, only], () => part.map((item) => {
    const who = [
      item.issuer && `issuer ${item.issuer}`, item.kid && `kid ${item.kid}`, item.rule && `rule ${item.rule}`,
      item.request_id && `request ${item.request_id}`, `at ${item.listener}`,
    ]
    return element('li', {},
      element('p', { className: 'what' },
        element('span', { className: colour(item.answer) }, String(item.answer)), element('code', {}, item.reason),
        timeElement(item.time, 'past')),
      item.path || item.method ? element('p', {}, element('code', {}, [item.method, item.path].filter(Boolean).join(' '))) : null,
      item.expected === undefined ? null : element('p', { className: 'why' },
        'expected ', element('b', {}, item.expected), ', found ', element('b', {}, item.found)),
      element('p', { className: 'who' }, who.filter(Boolean).join(' · ')))
  }).concat(
    part.length < status.refusals.length && only === null ? [none('Select a reason to see more.')] : [],
    part.length ? [] : [none(only === null ? 'None.' : 'No recent refusals with this reason.')]))
}
const listeners = (status) => section('listeners', status.listeners, () => [
  element('tr', {}, ...['address', 'allowed', 'refused'].map((text) => element('th', { scope: 'col' }, text))),
  ...status.listeners.map((item) => element('tr', {},
    element('td', {}, element('code', {}, item.address)), element('td', {}, count(item.allowed)),
    element('td', {}, count(item.denied)))),
])

// The whole page

const tick = () => {
  for (const time of document.querySelectorAll('time')) updateTime(time)
  for (const bar of document.querySelectorAll('.life i')) {
    const { from, life } = bar.dataset
    bar.style.width = `${Math.max(0, Math.min(1, 1 - (now() - from) / life)) * 100}%`
  }
}
const show = (status) => {
  last = status
  clockOffset = status.time - Date.now() / 1000
  $('main').hidden = false
  $('main').classList.remove('quiet')
  $('silence').hidden = true
  $('state').className = 'pill ' + (status.ready ? 'good' : 'bad')
  $('state').replaceChildren(element('span', {}, status.ready ? 'ready' : 'not ready'))
  $('missing').hidden = status.ready
  $('missing').replaceChildren(element('span', {}, status.missing.join('\n')))
  const refused = status.config_last_reload_error
  $('reload').hidden = refused === undefined
  section('reload', [refused, status.config_last_reload_error_timestamp_seconds], () => refused === undefined ? [] : [
    element('span', {}, 'The last reload was refused, ', timeElement(status.config_last_reload_error_timestamp_seconds, 'past'),
      `: ${refused}`),
  ])
  const loaded = status.config_last_reload_success_timestamp_seconds
  section('about', [status.version, status.process.start_time, loaded], () => [
    `version ${status.version}`,
    ...(status.process.start_time === undefined ? [] : [', up ', timeElement(status.process.start_time, 'length')]),
    ', configuration of ', timeElement(loaded, 'past'),
  ])
  charts()
  section('figures', [status.cache, status.connections, status.requests, status.durations, status.process],
    () => figures(status))
  issuers(status)
  reasons(status)
  refusals(status)
  listeners(status)
  tick()
}
const poll = async () => {
  try {
    const answer = await fetch('status.json', { cache: 'no-store', signal: AbortSignal.timeout(5000) })
    if (!answer.ok) throw new Error(`it answered ${answer.status}`)
    show(await answer.json())
  } catch (error) {
    $('main').classList.add('quiet')
    $('state').className = 'pill idle'
    $('state').replaceChildren(element('span', {}, 'no response'))
    $('silence').hidden = false
    $('silence').replaceChildren(element('span', {}, `The service does not respond (${error.message}). ` +
      (last ? `Last update: ${new Date(last.time * 1000).toLocaleTimeString()}. ` : '') + 'Trying again.'))
  }
  await new Promise((done) => setTimeout(done, 2000))
  // A hidden page does not poll.
  if (document.hidden) {
    await new Promise((done) => document.addEventListener('visibilitychange', done, { once: true }))
  }
  poll()
}
setInterval(tick, 1000)
poll()
