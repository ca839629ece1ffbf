import Testing

@testable import postern

@Suite struct ConsoleTests {
    @Test func coloursAreForTerminalsWhoseOwnersWantThem() {
        #expect(Console.hasColors(isTerminal: true, [:]))
        #expect(Console.hasColors(isTerminal: true, ["NO_COLOR": "", "TERM": "xterm"]))
        #expect(!Console.hasColors(isTerminal: false, [:]))
        #expect(!Console.hasColors(isTerminal: true, ["NO_COLOR": "1"]))
        #expect(!Console.hasColors(isTerminal: true, ["NO_COLOR": "0"]))
        #expect(!Console.hasColors(isTerminal: true, ["TERM": "dumb"]))
    }
}
