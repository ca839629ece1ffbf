/// Why the demonstration cannot start, as a message for the user.
package struct DemoError: Error, CustomStringConvertible {
    /// The message.
    package let description: String

    /// Creates an error with a message.
    package init(_ description: String) {
        self.description = description
    }
}
