import FieldModel
import SyncCore
import SyncWire
import Testing

struct RecordCodecTests {
    let codec = WireRecordCodec()

    @Test func samplesAreOneOfEachKind() {
        #expect(recordSamples.map(\.kind) == RecordKind.allCases)
    }

    @Test(arguments: recordSamples) func everyFieldComesBack(record: RecordContent) throws {
        let bytes = try codec.encode(record)
        #expect(try codec.decode(kind: record.kind, bytes: bytes) == record)
    }

    /// A field that the conversion forgot would be missing here: each property of the record is one field of its own.
    @Test(arguments: recordSamples) func everyPropertyIsWritten(record: RecordContent) throws {
        let payload = try #require(Mirror(reflecting: record).children.first?.value)
        let properties = Mirror(reflecting: payload).children.filter { $0.label != "unknownFields" }
        let numbers = Set(ProtobufScanner.numbers(in: try codec.encode(record)))
        #expect(numbers == Set(1...properties.count))
    }

    @Test(arguments: recordSamples) func sameContentGivesTheSameBytes(record: RecordContent) throws {
        let bytes = try codec.encode(record)
        for _ in 0..<5 { #expect(try codec.encode(record) == bytes) }
        #expect(try codec.encode(try codec.decode(kind: record.kind, bytes: bytes)) == bytes)
    }

    @Test(arguments: recordSamples) func fieldsOfANewerVersionAreWrittenBack(record: RecordContent) throws {
        let newer = try codec.encode(record) + unknownFields
        let decoded = try codec.decode(kind: record.kind, bytes: newer)
        #expect(decoded != record)
        #expect(try codec.encode(decoded) == newer)
    }

    @Test func anEditKeepsTheFieldsOfANewerVersion() throws {
        let newer = try codec.encode(.debtor(Debtor(name: "Ana"))) + unknownFields
        guard case .debtor(var debtor) = try codec.decode(kind: .debtor, bytes: newer) else {
            Issue.record("not a debtor")
            return
        }
        #expect(debtor.unknownFields == unknownFields)
        debtor.name = "Ana María"
        let expected = try codec.encode(.debtor(Debtor(name: "Ana María"))) + unknownFields
        #expect(try codec.encode(.debtor(debtor)) == expected)
    }

    @Test func absentIsNotZero() throws {
        var account = Account(
            creditor: "b", number: "1", currency: samplePesos, lenderBalance: 0, balanceAsOfDay: sampleDay(0))
        let unknown = try codec.encode(.account(account))
        account.pastDue = 0
        let zero = try codec.encode(.account(account))
        #expect(unknown != zero)
        #expect(try codec.decode(kind: .account, bytes: zero) == .account(account))
    }

    @Test func anAuthorThatIsNotToldIsNil() throws {
        let decoded = try codec.decode(kind: .complaint, bytes: [])
        #expect(decoded == .complaint(Complaint(openedAt: Instant(milliseconds: 0), author: .nil_)))
        #expect(try codec.encode(decoded).isEmpty)
    }
}

/// Two fields that no version has yet: a text and a number.
let unknownFields: [UInt8] = [0xFA, 0xFF, 0x03, 0x02, 0x68, 0x69, 0xF0, 0xFF, 0x03, 0x07]

struct UnreadableRecordTests {
    let codec = WireRecordCodec()

    @Test(arguments: RecordKind.allCases) func bytesThatAreNoMessageThrow(kind: RecordKind) {
        for bytes: [UInt8] in [[0xFF], [0x0A, 0x05, 0x61], [0x07], [0x00, 0x00], Array(repeating: 0x80, count: 12)] {
            #expect(throws: WireFailure.malformed("\(kind)")) { try codec.decode(kind: kind, bytes: bytes) }
        }
    }

    @Test func textThatIsNotUTF8Throws() {
        #expect(throws: WireFailure.self) { try codec.decode(kind: .debtor, bytes: [0x0A, 0x02, 0xC3, 0x28]) }
    }

    @Test func anIdOfAnotherLengthThrows() {
        #expect(throws: WireFailure.malformed("Visit.author")) {
            try codec.decode(kind: .visit, bytes: [0x42, 0x03, 1, 2, 3])
        }
    }

    @Test func unspecifiedAndUnknownEnumValuesThrow() {
        #expect(throws: WireFailure.unknownValue("PromiseToPay.state")) { try codec.decode(kind: .promise, bytes: []) }
        #expect(throws: WireFailure.unknownValue("PromiseToPay.state")) {
            try codec.decode(kind: .promise, bytes: [0x10, 0x63])
        }
        #expect(throws: WireFailure.unknownValue("ContactPoint.kind")) {
            try codec.decode(kind: .contactPoint, bytes: [0x08, 0x63])
        }
    }

    @Test func aCurrencyThatHasNoKnownExponentThrows() {
        #expect(throws: WireFailure.unknownValue("Account.currency")) { try codec.decode(kind: .account, bytes: []) }
    }

    @Test func aDayOutsideTheCalendarThrows() {
        // 4,294,967,295 as Complaint.due_day.
        #expect(throws: WireFailure.malformed("Complaint.due_day")) {
            try codec.decode(kind: .complaint, bytes: [0x20, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F])
        }
    }

    @Test func anAmountThatSumsCouldNotHoldThrows() throws {
        let most = Money.mostMinor
        let payment = { (amount: Int64) in
            RecordContent.payment(
                Payment(
                    amount: amount, claimedAt: sampleInstant(0), effectiveAt: sampleInstant(0),
                    effectiveDay: sampleDay(0), author: sampleID(1)))
        }
        for amount in [most, -most] {
            let bytes = try codec.encode(payment(amount))
            #expect(try codec.decode(kind: .payment, bytes: bytes) == payment(amount))
        }
        for amount in [most + 1, -most - 1, .max, .min] {
            let bytes = try codec.encode(payment(amount))
            #expect(throws: WireFailure.malformed("Payment.amount")) { try codec.decode(kind: .payment, bytes: bytes) }
        }
    }

    @Test func aRecordHasAMostSize() throws {
        let frame = try codec.encode(.debtor(Debtor(name: String(repeating: "a", count: 60_000)))).count - 60_000
        let largest = Debtor(name: String(repeating: "a", count: Limits.recordBytes - frame))
        let bytes = try codec.encode(.debtor(largest))
        #expect(bytes.count == Limits.recordBytes)
        #expect(try codec.decode(kind: .debtor, bytes: bytes) == .debtor(largest))
        #expect(throws: WireFailure.tooLarge("debtor")) {
            try codec.encode(.debtor(Debtor(name: largest.name + "a")))
        }
        #expect(throws: WireFailure.tooLarge("debtor")) { try codec.decode(kind: .debtor, bytes: bytes + [0]) }
    }
}
