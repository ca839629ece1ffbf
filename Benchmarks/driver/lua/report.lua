-- What a run did, as one JSON line. wrk stays on its fast way, one prebuilt request, as long as a script defines no
-- request function.
function done(summary, latency, requests)
    local errors = summary.errors
    io.write(string.format(
        '\n{"requests":%d,"microseconds":%d,"refused":%d,"failed":%d}\n',
        summary.requests, summary.duration, errors.status,
        errors.connect + errors.read + errors.write + errors.timeout
    ))
end
