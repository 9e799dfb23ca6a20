import FieldModel
import SwiftProtobuf
import SyncWire
import Testing

/// Native enums and the wire's have the same numbers, all of them.
struct EnumValueTests {
    private func numbers<Wire: SwiftProtobuf.Enum & CaseIterable>(_ wire: Wire.Type) -> [Int] {
        wire.allCases.map(\.rawValue).filter { $0 != 0 }
    }

    @Test func recordKinds() throws {
        #expect(RecordKind.allCases.map(\.rawValue) == numbers(Cartera_V1_RecordKind.self))
        for kind in RecordKind.allCases { #expect(try kind.proto().native("kind") == kind) }
    }

    @Test func promiseStates() throws {
        #expect(PromiseState.allCases.map(\.rawValue) == numbers(Cartera_V1_PromiseState.self))
        for state in PromiseState.allCases { #expect(try state.proto().native("state") == state) }
    }

    @Test func contactPointKinds() throws {
        #expect(ContactPointKind.allCases.map(\.rawValue) == numbers(Cartera_V1_ContactPointKind.self))
        for kind in ContactPointKind.allCases { #expect(try kind.proto().native("kind") == kind) }
    }

    @Test func outcomeStates() throws {
        #expect(OutcomeState.allCases.map(\.rawValue) == numbers(Cartera_V1_OutcomeState.self))
        for state in OutcomeState.allCases { #expect(try state.proto().native("state") == state) }
    }

    @Test func unknownNumbersThrow() {
        for number in [0, -1, 26, 63, 71, 20_000] {
            #expect(throws: WireFailure.unknownValue("kind")) {
                try Cartera_V1_RecordKind.UNRECOGNIZED(number).native("kind")
            }
        }
    }

    @Test func moneyIsReadWithItsCurrency() throws {
        let money = Money(minor: -150_050, currency: samplePesos)
        #expect(try money.proto().native() == money)
        #expect(throws: WireFailure.unknownValue("Money.currency")) {
            try Cartera_V1_Money.with { $0.currency = "ZZZ" }.native()
        }
    }
}
