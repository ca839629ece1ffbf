internal import JOSE

/// The version of Postern.
enum Version {
    static let number = "0.1.0"

    /// The output of `postern --version`.
    static var text: String {
        """
        postern \(number)
        \(AlgorithmSet.libraryVersion)
        algorithms: \(AlgorithmSet.available.joinedNames)
        """
    }
}
