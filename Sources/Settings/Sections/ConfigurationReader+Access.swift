internal import Listeners

/// Who may reach the listeners.
extension ConfigurationReader {
    /// Who may use the socket of a listener.
    func socket(_ field: Field, at address: ListenAddress) -> UnixSocketAccess {
        var socket = UnixSocketAccess()
        guard let section = MappingReader<Section.Socket>(field) else { return socket }
        if case .tcp = address { field.error("only a listener on 'unix:PATH' has a socket file") }
        socket.mode = section[.mode].flatMap(mode) ?? socket.mode
        socket.owner = section[.owner]?.text("a user's name")
        socket.group = section[.group]?.text("a group's name")
        return socket
    }

    /// Permissions in octal digits: text, or a number with a 0 in front.
    ///
    /// Templates such as Helm's turn `0660` into 432, which could be octal as well.
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
            let reading = isOctal ? "" : ": a number without a 0 in front may be decimal"
            field.error("expected permissions in octal digits, such as '0660', found \(scalar.text)\(reading)")
            return nil
        }
        if mode & 0o222 == 0 { field.warning("nobody could connect: that takes the right to write") }
        return mode
    }

    /// Whether the admin pages may be served beyond this machine.
    func adminPublic(_ field: Field?) -> Bool {
        field?.boolean() ?? false
    }

    /// Reports admin pages that others than this machine could reach, unless that is wanted.
    func checkReach(of admin: ListenAddress, _ field: Field?, isPublic: Bool) {
        guard !isPublic, !admin.isLocal else { return }
        field?.error(
            "\(admin) can be reached from other machines, and anybody there could read the pages",
            suggestion: "listen on 127.0.0.1, or write 'admin_public: true' beside it and keep strangers away"
        )
    }
}
