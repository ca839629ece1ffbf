extension KeySettings {
    /// Why snapshots cannot be written, in one sentence; nil when they can, or when they are off.
    package var stateDirectoryProblem: String? {
        guard let stateDirectory, let error = SnapshotStore(directory: stateDirectory).writingProblem() else {
            return nil
        }
        return "keys.state_directory \(stateDirectory) cannot be written (\(error)): a restart will start without keys"
    }
}
