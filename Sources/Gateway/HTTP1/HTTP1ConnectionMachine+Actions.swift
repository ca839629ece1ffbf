extension HTTP1ConnectionMachine {
    /// What a new connection begins with.
    enum Beginning: Equatable {
        case proceed
        /// Answer that there are too many connections, then call ``refused()``.
        case refuse
        case close
    }

    /// What is done with bytes that have come.
    enum Received: Equatable {
        /// Put the bytes into the loop's batch.
        case batch
        /// Append them to what is unread, and serve that.
        case serve
        /// Append them to what is unread.
        case keep
        /// Append them to what is unread, have the batch served, and ask ``hasTooMuch(unread:)``.
        case keepAndServeBatch
        case discard
        case close
    }

    /// What is done with requests that were in the batch.
    enum Delivery: Equatable {
        /// Serve the bytes.
        case serve
        /// Put them before what is unread, and serve that as far as ``isServing`` allows.
        case keep
        case discard
    }

    /// How a connection ends after its last answer.
    enum Finish: Equatable {
        case close
        /// Close the sending side; the client's end, or time, closes the rest.
        case closeOutput
        /// Close as soon as everything is sent.
        case closeWhenSent
    }

    /// What is due at a tick.
    enum Due: Equatable {
        case nothing
        case close
        /// Answer that the head came too slowly, then call ``refusedSlowRequest()``.
        case refuseSlowRequest
    }
}
