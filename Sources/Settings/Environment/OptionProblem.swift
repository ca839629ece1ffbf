/// What is wrong with a command's options, or with the variables in their place.
package struct OptionProblem: Error {
    package let message: String
}
