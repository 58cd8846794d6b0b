-- Arguments: method and body of the request. Prints the outcome of all requests as one line of JSON.
init = function(arguments)
  wrk.method = arguments[1]
  if arguments[2] then
    wrk.body = arguments[2]
    wrk.headers["Content-Type"] = "application/json"
  end
end

done = function(summary)
  local errors = summary.errors
  local lost = errors.connect + errors.read + errors.write + errors.timeout
  io.write(string.format(
    '{ "requests": %d, "microseconds": %d, "refused": %d, "lost": %d }\n',
    summary.requests, summary.duration, errors.status, lost
  ))
end
