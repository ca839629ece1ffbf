/// The Lua script that HAProxy runs for each request.
enum HAProxyScript {
    static let text = """
        -- HAProxy asks Postern about a request with
        --
        --   http-request lua.postern PLACE MILLISECONDS ASKED CLAIMS
        --
        -- and continues only if the variable txn.postern_allows is true afterwards. PLACE is an address in
        -- HAProxy's syntax, such as abns@name; ASKED and CLAIMS are comma-separated header names in lower
        -- case, or a hyphen for none. The original request must be in txn.postern_method, txn.postern_uri
        -- and txn.postern_host, set before any line that changes it. Requires HAProxy 2.6 or later.

        local function ask(txn, place, milliseconds, asked)
            local method = txn:get_var("txn.postern_method")
            if not method then
                core.Alert("postern.lua: set txn.postern_method, txn.postern_uri and txn.postern_host first")
                return {}
            end
            local original = txn.http:req_get_headers()
            local headers = {
                ["x-forwarded-method"] = { method },
                -- Unset for a target without a path, such as `*`, and for a request without a host.
                ["x-forwarded-uri"] = { txn:get_var("txn.postern_uri") or "" },
                ["x-forwarded-host"] = { txn:get_var("txn.postern_host") or "" },
                ["x-forwarded-proto"] = { txn.f:ssl_fc() == 1 and "https" or "http" },
            }
            for name in asked:gmatch("[^,]+") do
                local values = original[name]
                if values then
                    -- Repeated headers are sent unchanged: Postern decides whether they are ambiguous.
                    headers[name] = table.move(values, 0, #values, 1, {})
                end
            end
            return core.httpclient():get({
                url = "http://postern/",
                dst = place,
                headers = headers,
                timeout = tonumber(milliseconds),
            })
        end

        local function refuse(txn, answer)
            local is_refusal = answer.status == 401 or answer.status == 403
            local reply = txn:reply({ status = is_refusal and answer.status or 503 })
            for _, name in ipairs({ "www-authenticate", "retry-after", "cache-control" }) do
                local values = answer.headers and answer.headers[name]
                if values then
                    reply:add_header(name, values[0])
                end
            end
            txn:done(reply)
        end

        core.register_action("postern", { "http-req" }, function(txn, place, milliseconds, asked, claims)
            local answer = ask(txn, place, milliseconds, asked)
            if answer.status ~= 200 then
                return refuse(txn, answer)
            end
            for name in claims:gmatch("[^,]+") do
                local values = answer.headers[name]
                -- Postern sends an empty value if the token lacks the claim.
                if values and values[0] ~= "" then
                    txn.http:req_set_header(name, values[0])
                else
                    txn.http:req_del_header(name)
                end
            end
            txn:set_var("txn.postern_allows", true)
        end, 4)
        """
}
