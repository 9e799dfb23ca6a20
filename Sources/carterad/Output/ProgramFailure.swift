import Foundation
import SecureTransport
import SyncCore
import SyncServer

/// An error as the operator sees it: what happened, what to do, with a stable code and an exit status.
struct ProgramFailure: Error, Hashable {
    enum Status: Int32 {
        case no = 1
        case usage = 64
        case badInput = 65
        case unreachable = 69
        case internalError = 70
        case cannotCreate = 73
        case inputOutput = 74
        case tryLater = 75
        case notPermitted = 77
    }

    var status: Status
    var code: String
    var message: String
    var hint: String

    init(_ status: Status, code: String, _ message: String, hint: String = "") {
        self.status = status
        self.code = code
        self.message = message
        self.hint = hint
    }

    /// Nil for what the argument parser throws: it has words of its own.
    static func of(_ error: any Error) -> ProgramFailure? {
        switch error {
        case let failure as ProgramFailure: failure
        case let failure as StoreFailure: of(store: failure)
        case let failure as CertificateFailure:
            ProgramFailure(.badInput, code: failure.code.rawValue, failure.message)
        case let failure as ServiceFailure where failure.isOfInput:
            ProgramFailure(.badInput, code: failure.code, failure.message, hint: failure.hint)
        case let failure as ServiceFailure:
            ProgramFailure(.internalError, code: failure.code, failure.message, hint: failure.hint)
        case let failure as TransportFailure:
            ProgramFailure(.unreachable, code: failure.code.rawValue, failure.message, hint: failure.hint)
        case let failure as CocoaError:
            ProgramFailure(.inputOutput, code: "io", failure.localizedDescription)
        default: nil
        }
    }

    private static func of(store failure: StoreFailure) -> ProgramFailure {
        switch failure.code {
        case "locked": ProgramFailure(.tryLater, code: "locked", failure.message)
        case "not_found": ProgramFailure(.inputOutput, code: "not_found", failure.message)
        case "newer_version":
            ProgramFailure(.inputOutput, code: "newer_version", failure.message, hint: "Upgrade this program.")
        default: ProgramFailure(.inputOutput, code: failure.code, failure.message)
        }
    }

    func show(isJSON: Bool) {
        guard isJSON else {
            Console.error("error: \(message)")
            if !hint.isEmpty { Console.error(hint) }
            return
        }
        Console.error(Console.json(Document(error: .init(code: code, message: message, hint: hint))))
    }

    private struct Document: Encodable {
        struct Content: Encodable {
            var code: String
            var message: String
            var hint: String
        }
        var error: Content
    }
}
