import FieldModel
import SyncCore
import SyncWire
import Testing

@Suite("A contact under another debt")
struct ForeignContactTests {
    @Test("says whether the creditor is another; one that older programs wrote is of the same")
    func creditor() throws {
        let codec = WireRecordCodec()
        for other in [true, false] {
            let contact = ForeignContact(at: Instant(milliseconds: 1), channel: "call", otherCreditor: other)
            let bytes = try codec.encode(.foreignContact(contact))
            #expect(try codec.decode(kind: .foreignContact, bytes: bytes) == .foreignContact(contact))
        }
        // Field 1, the moment, alone.
        guard case .foreignContact(let old) = try codec.decode(kind: .foreignContact, bytes: [8, 1]) else { return }
        #expect(!old.otherCreditor)
    }
}
