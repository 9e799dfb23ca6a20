package import FieldModel
package import SyncWire

/// The services as a connection offers them.
package struct ServerClients: Sendable {
    package var exchange: any Cartera_V1_Exchange.ClientProtocol
    package var enrolment: any Cartera_V1_Enrolment.ClientProtocol
    package var administration: any Cartera_V1_Administration.ClientProtocol
    package var attachments: any Cartera_V1_Attachments.ClientProtocol

    package init(
        exchange: any Cartera_V1_Exchange.ClientProtocol, enrolment: any Cartera_V1_Enrolment.ClientProtocol,
        administration: any Cartera_V1_Administration.ClientProtocol,
        attachments: any Cartera_V1_Attachments.ClientProtocol
    ) {
        self.exchange = exchange
        self.enrolment = enrolment
        self.administration = administration
        self.attachments = attachments
    }
}

/// What a connection trusts, expects and shows.
package struct ConnectionTerms: Sendable {
    package var address: ServerAddress
    package var authority: String
    package var rootPEM: String
    /// Nil connects without a certificate: only the enrolment service answers.
    package var identity: (chainPEM: String, keyPEM: String)?

    package init(
        address: ServerAddress, authority: String, rootPEM: String, identity: (chainPEM: String, keyPEM: String)?
    ) {
        self.address = address
        self.authority = authority
        self.rootPEM = rootPEM
        self.identity = identity
    }
}

/// Makes connections; TLS and sockets are the program's. Failures come out as `ClientFailure`.
package protocol ServerConnecting: Sendable {
    func connect<T: Sendable>(
        _ terms: ConnectionTerms, _ body: @Sendable (ServerClients) async throws -> T
    ) async throws -> T
    /// The root (PEM) of a server of which only the fingerprint is known.
    func fetchRoot(address: ServerAddress, authority: String, fingerprint: [UInt8]) async throws -> String
    /// What an error of a call means to a person.
    func failure(_ error: any Error) -> ClientFailure
}

/// What is done with a device's key and certificate.
package protocol DeviceKeys: Sendable {
    func generate() -> String
    /// PKCS #10, DER.
    func request(key: String, name: String) throws -> [UInt8]
    /// ECDSA, DER.
    func sign(key: String, _ bytes: [UInt8]) throws -> [UInt8]
    func leaf(chain: String) throws -> (der: [UInt8], from: Instant, until: Instant)
}
