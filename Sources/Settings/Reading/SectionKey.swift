/// The keys of one kind of mapping, spelled as in the configuration.
protocol SectionKey: RawRepresentable<String>, CaseIterable {}
