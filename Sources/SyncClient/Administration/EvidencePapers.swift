internal import FieldModel
internal import FoundationEssentials
internal import GRPCCore
internal import SwiftProtobuf
internal import SyncCore
internal import SyncWire

/// Documents and photos among the evidence: each as a file, and which file is whose.
extension Administration {
    /// `file` is null for one whose content has not come yet, or does not fit its hash.
    func papers(of account: String, _ hash: any Hashing) async throws -> (files: [EvidenceFile], list: [JSONValue]) {
        guard let client = attachments else { return ([], []) }
        var files: [EvidenceFile] = []
        var list: [JSONValue] = []
        for record in try await records(RecordFilter([.attachment], account: account)) {
            guard case .attachment(let attachment) = record.content else { continue }
            let name = "attachments/\(record.row.id)\(Self.ending(of: attachment.mediaType))"
            let content = try await content(of: record.row.id, attachment, client)
            let isSound = content.map { hash.sha256($0) == attachment.contentHash } ?? false
            if isSound, let content { files.append(EvidenceFile(name, bytes: content)) }
            list.append([
                "attachment": JSONValue(record.row.id), "name": .string(attachment.name),
                "sha256": .string(hexadecimal(attachment.contentHash)), "file": isSound ? .string(name) : .null,
            ])
        }
        return (files, list)
    }

    /// Nil when the server does not have it.
    private func content(
        of id: RecordID, _ attachment: Attachment, _ client: any Cartera_V1_Attachments.ClientProtocol
    ) async throws -> [UInt8]? {
        let request = Cartera_V1_DownloadRequest.with { $0.attachment = id.data }
        do {
            return try await client.download(request) { response in
                var bytes: [UInt8] = []
                for try await part in response.messages where UInt64(bytes.count) <= attachment.size {
                    bytes += [UInt8](part.bytes)
                }
                return bytes
            }
        } catch let error as RPCError where error.code == .failedPrecondition {
            return nil
        }
    }

    /// So that a browser or a reader opens it; a name that somebody typed names no file here.
    private static func ending(of mediaType: String) -> String {
        switch mediaType {
        case "application/pdf": ".pdf"
        case "image/jpeg": ".jpg"
        case "image/png": ".png"
        case "image/gif": ".gif"
        case "image/tiff": ".tif"
        case "image/webp": ".webp"
        case "image/heic": ".heic"
        case "application/zip": ".zip"
        case MediaType.plainText: ".txt"
        default: ".bin"
        }
    }
}
