/// Finds repeated member names in time linear in the text.
///
/// One open-addressing table for all objects of a document. It outlives the document: slots carry the number of the
/// document that filled them, so that emptying it costs nothing, and a steady stream of documents allocates nothing.
struct JSONNameTable {
    private struct Slot {
        var document: UInt32 = 0
        var object: UInt32 = 0
        var name: UInt32 = 0
    }

    /// A power of two in number, or none; three of four are free, so that most lookups need one probe.
    private var slots: [Slot] = []
    private var used = 0
    private var document: UInt32 = 0
    private let hash: JSONNameHash

    init(hash: JSONNameHash = JSONNameHash()) {
        self.hash = hash
    }

    /// Forgets all names.
    mutating func removeAll() {
        used = 0
        document &+= 1
        guard document == 0 else { return }
        for slot in slots.indices { slots[slot].document = 0 }
        document = 1
    }

    /// Enters a name of an object, before it becomes the node number `number`.
    ///
    /// - Returns: false when the object already has a name with the same value, escaped or not.
    mutating func insert(
        _ name: JSONNode,
        _ number: Int,
        ofObject object: Int,
        nodes: Span<JSONNode>,
        bytes: Span<UInt8>
    ) -> Bool {
        if (used + 1) * 4 > slots.count { grow(nodes, bytes) }
        let object = UInt32(truncatingIfNeeded: object)
        var slot = firstSlot(name, object, bytes)
        while slots[slot].document == document {
            if slots[slot].object == object, JSONString.equal(nodes[Int(slots[slot].name)], name, in: bytes) {
                return false
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = Slot(document: document, object: object, name: UInt32(truncatingIfNeeded: number))
        used += 1
        return true
    }

    private func firstSlot(_ name: JSONNode, _ object: UInt32, _ bytes: Span<UInt8>) -> Int {
        Int(hash.value(of: name, ofObject: object, in: bytes) & UInt64(slots.count - 1))
    }

    private mutating func grow(_ nodes: Span<JSONNode>, _ bytes: Span<UInt8>) {
        let old = slots
        slots = [Slot](repeating: Slot(), count: max(64, old.count * 2))
        for entry in old where entry.document == document {
            var slot = firstSlot(nodes[Int(entry.name)], entry.object, bytes)
            while slots[slot].document == document { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = entry
        }
    }
}
