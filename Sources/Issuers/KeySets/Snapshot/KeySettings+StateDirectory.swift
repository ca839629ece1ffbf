extension KeySettings {
    /// Why no snapshot could be written, in one sentence; nil when one could, or when none is wanted.
    public var stateDirectoryProblem: String? {
        guard let stateDirectory, let error = SnapshotStore(directory: stateDirectory).writingProblem() else {
            return nil
        }
        return "keys.state_directory \(stateDirectory) cannot be written (\(error)): a restart would begin without keys"
    }
}
