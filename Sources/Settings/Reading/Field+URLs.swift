extension Field {
    /// An absolute `http` or `https` URL.
    func url() -> WebURL? {
        guard let text = text("a URL") else { return nil }
        guard !text.contains("@") else {
            // The text may contain a password, so the message omits it.
            error("a URL must not contain a user name or password here")
            return nil
        }
        guard let url = WebURL(text) else {
            let isBare = text.wholeMatch(of: /[A-Za-z0-9.-]+\.[A-Za-z0-9.-]+(:[0-9]+)?(\/.*)?/) != nil
            error("'\(text)' is not an http or https URL", suggestion: isBare ? "did you mean 'https://\(text)'?" : nil)
            return nil
        }
        return url
    }

    /// A URL that keys are fetched from, with a warning when the connection is not protected.
    func keyURL() -> String? {
        guard let url = url() else { return nil }
        warnIfOpen(url)
        return url.text
    }

    func warnIfOpen(_ url: WebURL) {
        guard !url.isSecure, !url.isLoopback else { return }
        let message = "http:// is not protected: an attacker on the network can replace the keys"
        warning(message, suggestion: "use https://")
    }
}
