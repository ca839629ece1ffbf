import CLibFuzzer
import Foundation
import FuzzTargets

/// Passes the inputs of libFuzzer to one target, which the environment selects.
///
/// `FUZZ_TARGET=json fuzz [libFuzzer's arguments]`; scripts/fuzz does it. An argument would not reach the processes that
/// libFuzzer starts.
@main
struct Fuzz {
    /// libFuzzer has one thread, and its callback has no context.
    nonisolated(unsafe) private static var target: (any FuzzTarget)?

    static func main() {
        let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"]
        guard let chosen = fuzzTargets.first(where: { $0.name == name }) else {
            print("error: FUZZ_TARGET must be one of: \(fuzzTargets.map { $0.name }.joined(separator: " "))")
            exit(1)
        }
        target = chosen.init()
        var count = CommandLine.argc
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
        let status = LLVMFuzzerRunDriver(&count, &arguments) { input, length in
            Fuzz.read(Array(UnsafeBufferPointer(start: input, count: length)))
            return 0
        }
        exit(status)
    }

    private static func read(_ input: [UInt8]) {
        guard var reader = target else { return }
        target = nil
        do throws(Finding) {
            _ = try reader.read(input)
        } catch {
            fatalError("broken: \(error)")
        }
        target = reader
    }
}
