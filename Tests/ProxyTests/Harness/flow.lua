-- Sends the tokens of a file one after the other, and compares each answer with what the file expects of it.
--
-- A line of the file: status, subject, token. Each thread must have exactly one connection, so that an answer belongs
-- to the thread's latest request.
local threads = {}

function setup(thread)
   table.insert(threads, thread)
   thread:set("number", #threads)
end

function init(arguments)
   cases = {}
   for line in io.lines(arguments[1]) do
      local status, subject, token = line:match("^(%d+) (%S+) (%S+)$")
      table.insert(cases, { status = tonumber(status), subject = subject, token = token })
   end
   -- Threads begin apart, so that they do not send the same token at the same time.
   at = number * 997 % #cases
   allowed, refused, wrong, first = 0, 0, 0, "none"
end

function request()
   at = at % #cases + 1
   return wrk.format("GET", "/", { Authorization = "Bearer " .. cases[at].token })
end

function response(status, headers, body)
   local expected = cases[at]
   local subject = headers["X-Auth-Subject"]
   if status == 200 then allowed = allowed + 1 else refused = refused + 1 end
   if status ~= expected.status or status == 200 and subject ~= expected.subject
      or status ~= 200 and subject ~= nil then
      wrong = wrong + 1
      if wrong == 1 then
         first = "line " .. at .. ": " .. status .. " for " .. tostring(subject)
      end
   end
end

function done(summary, latency, requests)
   local errors = summary.errors
   local total = { allowed = 0, refused = 0, wrong = 0 }
   for _, thread in ipairs(threads) do
      for name in pairs(total) do total[name] = total[name] + thread:get(name) end
      if thread:get("wrong") > 0 then io.write("first wrong answer: ", thread:get("first"), "\n") end
   end
   io.write(string.format("allowed=%d\nrefused=%d\nwrong=%d\nerrors=%d\n", total.allowed, total.refused, total.wrong,
      errors.connect + errors.read + errors.write + errors.timeout))
end
