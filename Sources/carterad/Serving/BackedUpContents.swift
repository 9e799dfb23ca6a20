import FieldModel
import Foundation
import SyncCore
import SyncStorage

/// The contents of attachments as a backup has them: each file once under its hash, and a list of whose they are.
struct BackedUpContents {
    let folder: ContentFolder

    static let listName = "attachments.list"
    private static let prefix = "attachments/"

    static func name(_ hash: String) -> String { prefix + hash }

    /// Where a file of the archive goes; nil when its name is not a hash of ours.
    func place(of name: String) -> String? {
        let hash = name.dropFirst(Self.prefix.count)
        let isHash = hash.utf8.count == 64 && hash.allSatisfy { $0.isHexDigit && !$0.isUppercase }
        return name.hasPrefix(Self.prefix) && isHash ? "\(folder.shared)/\(hash)" : nil
    }

    /// A line `ACCOUNT HASH` for each, and the hashes that there are, each once.
    func list() throws -> (text: [UInt8], hashes: [String]) {
        let places = try folder.list(nil).map(\.place)
        let lines = places.map { "\($0.account) \(hexadecimal($0.hash))\n" }
        return (Array(lines.joined().utf8), Set(places.map { hexadecimal($0.hash) }).sorted())
    }

    /// Gives accounts their contents again. A backup of an older version has no list.
    func giveBack(list file: String) throws {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { return }
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count == 2, let account = Identifier(words[0]), let hash = bytes(String(words[1])) else {
                throw TarReader.damaged("its list of attachments cannot be read")
            }
            do { try folder.give(ContentPlace(account: account, hash: hash)) } catch let failure as StoreFailure {
                if failure.code == "disk_full" { throw failure }
                throw TarReader.damaged("an attachment of its list is missing")
            }
        }
        try FileManager.default.removeItem(atPath: file)
    }

    /// What `verify` says; a content that has not come yet is no problem.
    func problems() throws -> [String] {
        try folder.damaged().map { place in
            "the content \(hexadecimal(place.hash)) of account \(place.account) is damaged: delete its files, "
                + "and a laptop that has it sends it again"
        }
    }

    private func bytes(_ text: String) -> [UInt8]? {
        guard text.utf8.count == 64 else { return nil }
        let digits = Array(text)
        let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(digits[$0...$0 + 1]), radix: 16)
        }
        return bytes.count == 32 ? bytes : nil
    }
}
