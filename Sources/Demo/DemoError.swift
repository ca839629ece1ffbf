/// Why the demonstration cannot start, and what to do.
package struct DemoError: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
