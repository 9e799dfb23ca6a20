import FieldModel
import SyncCore
import SyncWire
import Testing

struct IntentCodecTests {
    let codec = WireOperationCodec()

    @Test(arguments: intentSamples) func everyFieldComesBack(intent: Intent) throws {
        let bytes = try codec.encodeIntent(intent)
        #expect(try codec.decodeIntent(bytes) == intent)
    }

    @Test(arguments: intentSamples) func itsKindIsItsFieldNumber(intent: Intent) throws {
        #expect(ProtobufScanner.numbers(in: try codec.encodeIntent(intent)) == [intent.kind])
    }

    @Test(arguments: intentSamples) func everyPropertyIsWritten(intent: Intent) throws {
        let bytes = try codec.encodeIntent(intent)
        guard case .bytes(let content) = ProtobufScanner.last(intent.kind, in: bytes) else {
            Issue.record("no content")
            return
        }
        let payload = try #require(Mirror(reflecting: intent).children.first?.value)
        var properties = Mirror(reflecting: payload).children.count
        // The kind of its content stands beside it on the wire.
        if case .copyRecord = intent { properties += 1 }
        #expect(Set(ProtobufScanner.numbers(in: Array(content))) == Set(1...properties))
    }

    @Test func theSamplesAreAllKinds() {
        #expect(intentSamples.map(\.kind).sorted() == Array(1...36) + [50] + Array(64...71) + [80, 81, 82])
    }

    @Test func aKindOfANewerProgramKeepsItsNumber() throws {
        // Field 100, a message of two bytes.
        let intent = try codec.decodeIntent([0xA2, 0x06, 0x02, 0x08, 0x01])
        #expect(intent == .unknown(kind: 100))
        #expect(throws: WireFailure.unknownValue("Intent.kind")) { try codec.encodeIntent(intent) }
    }

    @Test func noKindAtAllThrows() {
        #expect(throws: WireFailure.malformed("Intent.kind")) { try codec.decodeIntent([]) }
    }

    @Test func aKnownKindWithAnotherWireTypeThrows() {
        #expect(throws: WireFailure.malformed("Intent.kind")) { try codec.decodeIntent([0x08, 0x01]) }
    }

    @Test func aMissingNameThrows() {
        // record_visit without its visit.
        #expect(throws: WireFailure.malformed("RecordVisit.visit")) { try codec.decodeIntent([0x0A, 0x00]) }
    }

    @Test func replacementsDoNotNest() throws {
        let inner = Intent.recordVisit(RecordVisit(visit: sampleID(1), outcome: "paid"))
        let once = Intent.replaceOperation(ReplaceOperation(operation: sampleID(2), intent: inner))
        #expect(try codec.decodeIntent(try codec.encodeIntent(once)) == once)
        let twice = Intent.replaceOperation(ReplaceOperation(operation: sampleID(3), intent: once))
        let bytes = try codec.encodeIntent(twice)
        #expect(throws: WireFailure.malformed("ReplaceOperation.intent")) { try codec.decodeIntent(bytes) }
    }

    @Test func aReplacementMayBeOfANewerProgram() throws {
        let bytes: [UInt8] =
            [0x8A, 0x01, 0x19, 0x0A, 0x10] + sampleID(1).bytes + [0x12, 0x05, 0xA2, 0x06, 0x02, 0x08, 0x01]
        let expected = ReplaceOperation(operation: sampleID(1), intent: .unknown(kind: 100))
        #expect(try codec.decodeIntent(bytes) == .replaceOperation(expected))
    }

    @Test func anIntentHasAMostSize() throws {
        let complaint = { (size: Int) in
            Intent.openComplaint(OpenComplaint(complaint: sampleID(1), text: String(repeating: "a", count: size)))
        }
        let frame = try codec.encodeIntent(complaint(30_000)).count - 30_000
        let bytes = try codec.encodeIntent(complaint(Limits.intentBytes - frame))
        #expect(bytes.count == Limits.intentBytes)
        #expect(try codec.decodeIntent(bytes).kind == 24)
        #expect(throws: WireFailure.tooLarge("Intent")) {
            try codec.encodeIntent(complaint(Limits.intentBytes - frame + 1))
        }
        #expect(throws: WireFailure.tooLarge("Intent")) { try codec.decodeIntent(bytes + [0]) }
    }
}

let sampleHeader = OperationHeader(
    id: sampleID(1), device: sampleID(2), incarnation: 3, sequence: 4, previousLink: [UInt8](repeating: 5, count: 32),
    account: sampleID(6), kind: 7, dependsOn: [sampleID(8), sampleID(9)],
    seen: FeedPosition(branch: sampleID(10), epoch: 11, commit: 12, lastKey: [UInt8](repeating: 13, count: 18)),
    wallClock: sampleInstant(14), monotonic: 15, bootID: [UInt8](repeating: 16, count: 16),
    hlc: HybridLogicalClock(milliseconds: 17, counter: 18), commitment: [UInt8](repeating: 19, count: 32),
    author: sampleID(20))

struct HeaderCodecTests {
    let codec = WireOperationCodec()

    private func decoding(_ change: (inout OperationHeader) -> Void) throws -> OperationHeader {
        var header = sampleHeader
        change(&header)
        return try codec.decodeHeader(try codec.encodeHeader(header))
    }

    @Test func everyFieldComesBack() throws {
        let bytes = try codec.encodeHeader(sampleHeader)
        #expect(Set(ProtobufScanner.numbers(in: bytes)) == Set(1...15))
        #expect(try codec.decodeHeader(bytes) == sampleHeader)
    }

    @Test func anOperationThatConcernsNoAccountHasTheNilOne() throws {
        #expect(try decoding { $0.account = .nil_ }.account == .nil_)
    }

    @Test func hashesHaveTheirLength() {
        #expect(throws: WireFailure.malformed("OperationHeader.commitment")) {
            try decoding { $0.commitment.removeLast() }
        }
        #expect(throws: WireFailure.malformed("OperationHeader.previous_link")) {
            try decoding { $0.previousLink.removeLast() }
        }
    }

    @Test func dependenciesHaveAMostNumber() throws {
        let most = (0..<UInt64(Limits.dependsOn)).map(sampleID)
        #expect(try decoding { $0.dependsOn = most }.dependsOn == most)
        #expect(throws: WireFailure.tooLarge("OperationHeader.depends_on")) {
            try decoding { $0.dependsOn = most + [sampleID(99)] }
        }
    }

    @Test func bodiesComeBack() throws {
        let salt = [UInt8](repeating: 1, count: 16)
        let body = try codec.decodeBody(try codec.encodeBody(salt: salt, intent: [2, 3]))
        #expect(body.salt == salt)
        #expect(body.intent == [2, 3])
        let short = try codec.encodeBody(salt: [1], intent: [])
        #expect(throws: WireFailure.malformed("OperationBody.salt")) { try codec.decodeBody(short) }
    }
}
