/// The keys of one kind of mapping in the configuration, spelt as the operator spells them.
protocol SectionKey: RawRepresentable<String>, CaseIterable {}
