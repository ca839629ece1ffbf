internal import JOSE

/// What `postern --version` prints.
enum Version {
    static let number = "0.1.0"

    static var text: String {
        """
        postern \(number)
        \(AlgorithmSet.libraryVersion)
        algorithms: \(AlgorithmSet.available.joinedNames)
        """
    }
}
