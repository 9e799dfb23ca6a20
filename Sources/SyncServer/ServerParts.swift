package import FieldModel
package import Logging
package import SyncCore

/// What the program gives the services: stores, hashing, codecs, clock, randomness, certificates. Nothing here waits.
package struct ServerParts: Sendable {
    package var store: any ServerStore
    /// Contents of attachments, beside the store.
    package var contents: any ContentStore
    package var hash: any Hashing
    package var records: any RecordCoding
    package var operations: any OperationCoding
    package var pages: PageCoder
    package var now: @Sendable () -> Instant
    /// That many bytes that nobody can guess.
    package var randomBytes: @Sendable (Int) -> [UInt8]
    package var certificates: any DeviceCertificateIssuing
    package var organisation: OrganisationInfo
    package var programVersion: String
    package var logger: Logger
    package var policy = ServerPolicy()

    package init(
        store: any ServerStore, contents: any ContentStore, hash: any Hashing, records: any RecordCoding,
        operations: any OperationCoding,
        pages: PageCoder, now: @escaping @Sendable () -> Instant, randomBytes: @escaping @Sendable (Int) -> [UInt8],
        certificates: any DeviceCertificateIssuing, organisation: OrganisationInfo, programVersion: String,
        logger: Logger
    ) {
        self.store = store
        self.contents = contents
        self.hash = hash
        self.records = records
        self.operations = operations
        self.pages = pages
        self.now = now
        self.randomBytes = randomBytes
        self.certificates = certificates
        self.organisation = organisation
        self.programVersion = programVersion
        self.logger = logger
    }

    func mint() -> Identifier {
        var generator = InjectedRandom(bytes: randomBytes)
        return Identifier.version7(at: now(), using: &generator)
    }
}

/// What an operator may set; the defaults are the limits'.
package struct ServerPolicy: Sendable, Hashable {
    /// Days after which tombstones and evictions leave the feed.
    package var feedHorizonDays = Limits.feedHorizonDays
    /// Days that devices keep the bodies of operations that have their receipt.
    package var bodyDays = Limits.bodyDays
    /// Exchanges that work at a time.
    package var exchangesAtWork = Limits.exchangesAtWork

    package init() {}
}

/// The organisation as invitations and replies name it.
package struct OrganisationInfo: Sendable, Hashable {
    package var name: String
    /// IANA; of branches that are added without one.
    package var timeZone: String
    /// `host` or `host:port`, in the order to try: what invitations carry.
    package var hosts: [String]
    /// The name to expect in the server's certificate.
    package var authority: String
    package var rootPEM: String
    package var rootFingerprint: [UInt8]

    package init(
        name: String, timeZone: String, hosts: [String], authority: String, rootPEM: String, rootFingerprint: [UInt8]
    ) {
        self.name = name
        self.timeZone = timeZone
        self.hosts = hosts
        self.authority = authority
        self.rootPEM = rootPEM
        self.rootFingerprint = rootFingerprint
    }
}

/// The certificate authority as the services use it; `SecureTransport` has the real one.
package protocol DeviceCertificateIssuing: Sendable {
    /// Certifies the key in a PKCS #10 request; its names are ignored. Throws `CertificateRefusal` for a bad request.
    func issue(
        request: [UInt8], branch: BranchID?, device: DeviceID, generation: UInt32, at now: Instant
    ) throws -> IssuedCertificate
    /// Reads a certificate (DER) that this authority issued, whatever its date; throws `CertificateRefusal` for others.
    func read(certificate: [UInt8]) throws -> PresentedCertificate
    /// When the server's own certificate ends.
    func serverCertificateExpiry() -> Instant?
}

package struct IssuedCertificate: Sendable, Hashable {
    /// Leaf and issuing certificate, PEM.
    package var chain: String
    package var notAfter: Instant
    package init(chain: String, notAfter: Instant) {
        self.chain = chain
        self.notAfter = notAfter
    }
}

/// A device certificate that came in a message.
package struct PresentedCertificate: Sendable {
    package var device: DeviceID
    package var generation: UInt32
    /// Whether the certificate's key made the signature over the bytes.
    package var verify: @Sendable (_ signature: [UInt8], _ bytes: [UInt8]) -> Bool
    package init(
        device: DeviceID, generation: UInt32,
        verify: @escaping @Sendable (_ signature: [UInt8], _ bytes: [UInt8]) -> Bool
    ) {
        self.device = device
        self.generation = generation
        self.verify = verify
    }
}

/// Why a request or certificate was not accepted; the text is fit for a person.
package struct CertificateRefusal: Error, Hashable {
    package var message: String
    package init(_ message: String) { self.message = message }
}

/// Random words from injected bytes.
struct InjectedRandom: RandomNumberGenerator {
    let bytes: @Sendable (Int) -> [UInt8]
    mutating func next() -> UInt64 { bigEndianWord(bytes(8)) }
}
