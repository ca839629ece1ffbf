import Testing

@testable import ProcessControl

@Suite("Standard streams") struct StandardStreamsTests {
    @Test("Colours are for terminals whose users want them") func coloursAreForTerminalsWhoseOwnersWantThem() {
        #expect(StandardStreams.hasColors(isTerminal: true, [:]))
        #expect(StandardStreams.hasColors(isTerminal: true, ["NO_COLOR": "", "TERM": "xterm"]))
        #expect(!StandardStreams.hasColors(isTerminal: false, [:]))
        #expect(!StandardStreams.hasColors(isTerminal: true, ["NO_COLOR": "1"]))
        #expect(!StandardStreams.hasColors(isTerminal: true, ["NO_COLOR": "0"]))
        #expect(!StandardStreams.hasColors(isTerminal: true, ["TERM": "dumb"]))
    }
}
