extension Field {
    /// An absolute `http` or `https` URL (RFC 3986), which draws a warning where it is open to anybody on the way.
    func url() -> String? {
        guard let text = text("a URL") else { return nil }
        guard let url = WebURL(text) else {
            let isBare = text.wholeMatch(of: /[A-Za-z0-9.-]+\.[A-Za-z0-9.-]+(:[0-9]+)?(\/.*)?/) != nil
            error("'\(text)' is not an http or https URL", suggestion: isBare ? "did you mean 'https://\(text)'?" : nil)
            return nil
        }
        warnIfOpen(url)
        return text
    }

    func warnIfOpen(_ url: WebURL) {
        guard !url.isSecure, !url.isLoopback else { return }
        warning(
            "http:// is not protected: whoever stands between can put in keys of their own",
            suggestion: "use https://"
        )
    }
}
