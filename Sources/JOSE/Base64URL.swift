import Bytes

/// Base64url without padding, read strictly (RFC 4648 section 5, RFC 7515 section 2), for those who embed this library.
///
/// One text for one sequence of bytes: padding, other alphabets, white space and non-zero trailing bits are refused,
/// so that no token has a second spelling.
public enum Base64URL {
    /// The bytes that `text` stands for; nil when it is not base64url.
    public static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        URLSafeBase64.decode(text)
    }

    /// The text that stands for these bytes.
    public static func encode(_ bytes: some Collection<UInt8>) -> String {
        URLSafeBase64.encode(bytes)
    }
}
