import FieldModel
import SyncCore
import Testing

@Suite("Attachments")
struct AttachmentTests {
    private let id = named(700)

    private func add(_ id: RecordID? = nil, _ change: (inout AddAttachment) -> Void = { _ in }) -> Intent {
        var add = AddAttachment(
            attachment: id ?? self.id, name: "facade.jpg", mediaType: "image/jpeg", size: 10,
            contentHash: hash(1), kind: "photo", note: "green gate\nsecond floor")
        change(&add)
        return .addAttachment(add)
    }

    private func hash(_ number: UInt16) -> [UInt8] {
        [UInt8](repeating: 0, count: 30) + [UInt8(number >> 8), UInt8(truncatingIfNeeded: number)]
    }

    @Test("are kept as they were written, and a repeat changes nothing")
    func added() {
        var desk = Desk()
        #expect(desk.act(add()) == Outcome(state: .applied))
        let made = desk.records[Attachment.self, id]
        #expect(made?.name == "facade.jpg" && made?.kind == "photo" && made?.size == 10 && made?.contentHash == hash(1))
        #expect(made?.author == Desk.ana && made?.addedAt == desk.now && made?.note == "green gate\nsecond floor")
        #expect(desk.act(add(nil) { $0.note = "another" }).reason == "id_taken")
    }

    @Test("are refused for what they cannot be, at the limit and not before it")
    func malformed() {
        let rows: [(String, (inout AddAttachment) -> Void)] = [
            ("text_empty", { $0.name = " " }), ("bad_file_name", { $0.name = "../gate.jpg" }),
            ("bad_file_name", { $0.name = ".." }), ("text_control_characters", { $0.name = "a\u{1B}.jpg" }),
            ("", { $0.name = String(repeating: "n", count: Limits.nameBytes) }),
            ("text_too_long", { $0.name = String(repeating: "n", count: Limits.nameBytes + 1) }),
            ("unknown_word", { $0.kind = "selfie" }), ("text_empty", { $0.kind = "" }),
            ("text_empty", { $0.mediaType = "" }),
            ("text_too_long", { $0.mediaType = String(repeating: "m", count: Limits.mediaTypeBytes + 1) }),
            ("text_too_long", { $0.note = String(repeating: "n", count: Limits.noteBytes + 1) }),
            ("malformed", { $0.contentHash.removeLast() }), ("attachment_empty", { $0.size = 0 }),
            ("", { $0.size = Limits.attachmentBytes }),
            ("attachment_too_large", { $0.size = Limits.attachmentBytes + 1 }),
            ("attachment_too_large", { $0.size = .max }), ("malformed", { $0.attachment = .nil_ }),
        ]
        for (reason, change) in rows {
            var desk = Desk()
            #expect(desk.act(add(nil, change)).reason == reason)
        }
    }

    @Test("of an account are only so many, withdrawn ones counted")
    func mostOfAnAccount() {
        var desk = Desk()
        for number in 0..<Limits.attachmentsPerAccount {
            let one = add(named(1000 + UInt64(number))) { $0.contentHash = hash(UInt16(number)) }
            #expect(desk.act(one).state == .applied)
        }
        #expect(desk.act(add(named(5000))).reason == "too_many_attachments")
    }

    @Test("of an account have only so many bytes, the same content counted once")
    func mostBytes() {
        var desk = Desk()
        let most = Limits.attachmentBytesPerAccount / Limits.attachmentBytes
        for number in 0..<most {
            let one = add(named(1000 + number)) {
                ($0.contentHash, $0.size) = (hash(UInt16(number)), Limits.attachmentBytes)
            }
            #expect(desk.act(one).state == .applied)
        }
        let again = add(named(5000)) { ($0.contentHash, $0.size) = (hash(0), Limits.attachmentBytes) }
        #expect(desk.act(again).state == .applied)
        let one = add(named(5001)) { ($0.contentHash, $0.size) = (hash(500), 1) }
        #expect(desk.act(one).reason == "too_many_attachments")
    }

    @Test("are taken back by their author, and stay to be seen as withdrawn")
    func withdrawn() {
        var desk = Desk()
        let written = desk.write(add(), by: Desk.actor(Desk.ana))
        #expect(desk.admit(written).state == .applied)
        let withdraw = Intent.withdrawOperation(WithdrawOperation(operation: written.id, reason: "another debtor"))
        #expect(desk.act(withdraw, by: Desk.actor(Desk.beto)).reason == "not_permitted")
        #expect(desk.act(withdraw).state == .applied)
        #expect(desk.records[Attachment.self, id]?.withdrawnBy != nil)
    }
}
