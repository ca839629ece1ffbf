import Bytes

/// Base64url without padding, decoded strictly (RFC 4648 section 5, RFC 7515 section 2).
///
/// Each byte sequence has exactly one encoding: padding, other alphabets, white space and non-zero trailing bits are
/// rejected, so that a token cannot be encoded in two ways.
public enum Base64URL {
    /// Decodes a text; nil when it is not base64url.
    public static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        URLSafeBase64.decode(text)
    }

    /// Encodes bytes.
    public static func encode(_ bytes: some Collection<UInt8>) -> String {
        URLSafeBase64.encode(bytes)
    }
}
