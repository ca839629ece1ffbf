/// Finds repeated member names in time that grows with the text alone.
///
/// Few members are compared with each other. From the ninth on, an object's names are entered into a hash table, whose
/// hash is seeded at random in each process, so that nobody can choose names that collide.
struct JSONNameTable {
    private static let comparedDirectly = 8
    private var objects: [Int: [Int: [Int]]] = [:]

    /// Whether the name, node number `name`, differs from all earlier ones of the object, of which there are `members`.
    mutating func isNew(_ name: Int, inObject object: Int, members: Int, nodes: [JSONNode], bytes: Span<UInt8>) -> Bool
    {
        if members < Self.comparedDirectly {
            var earlier = object + 1
            for _ in 0..<members {
                if JSONString.equal(nodes[earlier], nodes[name], in: bytes) { return false }
                earlier = Int(nodes[earlier + 1].next)
            }
            return true
        }
        // Taken out while it changes, so that it is not copied.
        var table = objects.removeValue(forKey: object) ?? [:]
        defer { objects[object] = table }
        if members == Self.comparedDirectly {
            var earlier = object + 1
            for _ in 0..<members {
                table[JSONString.hash(nodes[earlier], in: bytes), default: []].append(earlier)
                earlier = Int(nodes[earlier + 1].next)
            }
        }
        let hash = JSONString.hash(nodes[name], in: bytes)
        for earlier in table[hash] ?? [] where JSONString.equal(nodes[earlier], nodes[name], in: bytes) {
            return false
        }
        table[hash, default: []].append(name)
        return true
    }
}
