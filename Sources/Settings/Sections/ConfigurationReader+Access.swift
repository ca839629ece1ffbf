internal import Listeners

/// The access to listeners.
extension ConfigurationReader {
    /// The owner, group and mode of a listener's socket.
    func socket(_ field: Field, at address: ListenAddress) -> UnixSocketAccess {
        var socket = UnixSocketAccess()
        guard let section = MappingReader<Section.Socket>(field) else { return socket }
        if case .tcp = address { field.error("socket settings need a listener on 'unix:PATH'") }
        socket.mode = section[.mode].flatMap(mode) ?? socket.mode
        socket.owner = section[.owner]?.text("a user name")
        socket.group = section[.group]?.text("a group name")
        return socket
    }

    /// Permissions in octal digits: text, or a number with a leading 0.
    ///
    /// Templates such as Helm's turn `0660` into 432, which could also be octal.
    private func mode(_ field: Field) -> UInt32? {
        guard case .scalar(let scalar) = field.value.content, scalar.kind != .null else {
            field.error("expected permissions in octal digits, such as '0660'")
            return nil
        }
        let digits = scalar.text.hasPrefix("0o") ? scalar.text.dropFirst(2) : scalar.text[...]
        let isOctal = scalar.kind == .text || scalar.text.hasPrefix("0")
        guard isOctal, 3...4 ~= digits.count, digits.utf8.allSatisfy({ 0x30...0x37 ~= $0 }),
            let mode = UInt32(digits, radix: 8), mode <= 0o777
        else {
            let reading = isOctal ? "" : ": a number without a leading 0 may be decimal"
            field.error("expected permissions in octal digits, such as '0660', found \(scalar.text)\(reading)")
            return nil
        }
        if mode & 0o222 == 0 { field.warning("nobody can connect: connecting requires write permission") }
        return mode
    }

    /// Whether the admin pages may be served to other machines.
    func adminPublic(_ field: Field?) -> Bool {
        field?.boolean() ?? false
    }

    /// Reports admin pages that other machines can reach, unless `admin_public` allows it.
    func checkReach(of admin: ListenAddress, _ field: Field?, isPublic: Bool) {
        guard !isPublic, !admin.isLocal else { return }
        field?.error(
            "\(admin) can be reached from other machines, so anyone on the network can read its pages",
            suggestion: "listen on 127.0.0.1, or set 'admin_public: true' and restrict access to it"
        )
    }
}
