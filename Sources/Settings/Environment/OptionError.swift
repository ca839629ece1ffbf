/// An error in a command's options, or in the variables that replace them.
package struct OptionError: Error {
    /// One sentence for the operator.
    package let message: String
}
