/// The admin listener's page at `/`: self-contained, and kept current from `/status.json`.
///
/// Values come from issuers, so they are only ever set as text, never as markup.
enum StatusPage {
    static let html = """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Postern</title>
        <style>
        :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
        body { margin: 2rem auto; max-width: 60rem; padding: 0 1rem }
        table { border-collapse: collapse; width: 100% }
        th, td { text-align: left; padding: .25rem .75rem .25rem 0; vertical-align: top; overflow-wrap: anywhere }
        h2 { margin-top: 2rem }
        .bad { color: #c0392b }
        </style>
        </head>
        <body>
        <h1>Postern <small id="version"></small></h1>
        <p id="state">…</p>
        <h2>Issuers</h2>
        <table id="issuers"></table>
        <h2>Decisions</h2>
        <table id="decisions"></table>
        <script>
        const put = (id, rows) => document.getElementById(id).replaceChildren(...rows.map((cells, i) => {
          const row = document.createElement('tr')
          for (const text of cells) {
            const cell = document.createElement(i ? 'td' : 'th')
            cell.textContent = text
            row.append(cell)
          }
          return row
        }))
        const refresh = async () => {
          const state = document.getElementById('state')
          try {
            const status = await (await fetch('/status.json')).json()
            document.getElementById('version').textContent = status.version
            state.textContent = status.ready ? 'ready' : status.missing.join('; ')
            state.className = status.ready ? '' : 'bad'
            put('issuers', [['issuer', 'keys', 'state', 'from'], ...status.issuers.map(i => [
              i.issuer, i.keys.map(k => `${k.kid ?? '(no kid)'}: ${k.kind}`).concat(
                i.rejected.map(k => `${k.kid ?? '(no kid)'}: not usable, ${k.reason}`)).join('\\n'),
              i.last_error ? `${i.state}: ${i.last_error}` : i.state, i.source])])
            put('decisions', [['answer', 'count'], ['allowed', status.allowed],
              ...Object.entries(status.denied).sort((a, b) => b[1] - a[1])])
          } catch (error) {
            state.textContent = `no answer: ${error.message}`
            state.className = 'bad'
          }
        }
        refresh()
        setInterval(refresh, 2000)
        </script>
        </body>
        </html>
        """
}
