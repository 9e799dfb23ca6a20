import FieldModel
import FoundationEssentials
import SecureTransport
import SyncClient

/// The device's key and certificate through SecureTransport.
struct Keys: DeviceKeys {
    func generate() -> String { DeviceKey.generate().pemRepresentation }

    func request(key: String, name: String) throws -> [UInt8] {
        try DeviceKey(pem: key).certificateRequest(commonName: name)
    }

    func sign(key: String, _ bytes: [UInt8]) throws -> [UInt8] { try DeviceKey(pem: key).sign(bytes) }

    func leaf(chain: String) throws -> (der: [UInt8], from: Instant, until: Instant) {
        let leaf = try DeviceCertificate(pem: chain)
        return (leaf.der, Self.instant(leaf.notBefore), Self.instant(leaf.notAfter))
    }

    private static func instant(_ date: Date) -> Instant { Instant(seconds: Int64(date.timeIntervalSince1970)) }
}
