internal import Bytes
internal import JOSE

/// The issuers, found by the exact bytes of `iss`.
///
/// A hash table over bytes: a lookup among a thousand costs as much as among one, and allocates nothing.
struct IssuerTable {
    /// One issuer with its evidence.
    struct Entry {
        let requirements: CompiledTokenRequirements
        var evidence = IssuerEvidence()
    }

    var entries: [Entry]
    private let slots: [Int]
    private let mask: Int

    init(_ requirements: [TokenRequirements]) {
        entries = requirements.map { Entry(requirements: CompiledTokenRequirements($0)) }
        var size = 8
        while size < entries.count * 2 { size *= 2 }
        mask = size - 1
        var slots = [Int](repeating: -1, count: size)
        for (number, entry) in entries.enumerated() {
            let issuer = entry.requirements.issuer
            var slot = Self.hash(issuer.span, issuer.indices).slot(size - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (size - 1) }
            slots[slot] = number
        }
        self.slots = slots
    }

    /// The index of the issuer that a payload's `iss` names exactly, by code point; nil for any other.
    func find(_ node: Int, in payload: JSONDocument) -> Int? {
        if payload.nodes[node].isEscaped {
            let plain = payload.utf8(of: node)
            return find(plain.span, plain.indices)
        }
        return find(payload.bytes.span, payload.nodes[node].range)
    }

    private func find(_ bytes: Span<UInt8>, _ part: Range<Int>) -> Int? {
        var slot = Self.hash(bytes, part).slot(mask)
        while slots[slot] >= 0 {
            if ASCII.equal(bytes, part, entries[slots[slot]].requirements.issuer) { return slots[slot] }
            slot = (slot + 1) & mask
        }
        return nil
    }

    private static func hash(_ bytes: Span<UInt8>, _ part: Range<Int>) -> ByteHash {
        var hash = ByteHash()
        hash.combine(bytes, part)
        return hash
    }
}
