package import FieldModel
internal import SwiftProtobuf

// Native enums have the numbers of the wire's. Unspecified and unknown numbers throw `unknown_value`.

private func known<Native: RawRepresentable<Int>>(_ value: Int, _ field: String) throws -> Native {
    guard let native = Native(rawValue: value) else { throw WireFailure.unknownValue(field) }
    return native
}

extension RecordKind {
    package func proto() -> Cartera_V1_RecordKind { Cartera_V1_RecordKind(rawValue: rawValue) ?? .recordUnspecified }
}

extension Cartera_V1_RecordKind {
    package func native(_ field: String) throws -> RecordKind { try known(rawValue, field) }
}

extension PromiseState {
    package func proto() -> Cartera_V1_PromiseState {
        Cartera_V1_PromiseState(rawValue: rawValue) ?? .promiseUnspecified
    }
}

extension Cartera_V1_PromiseState {
    package func native(_ field: String) throws -> PromiseState { try known(rawValue, field) }
}

extension ContactPointKind {
    package func proto() -> Cartera_V1_ContactPointKind {
        Cartera_V1_ContactPointKind(rawValue: rawValue) ?? .contactPointUnspecified
    }
}

extension Cartera_V1_ContactPointKind {
    package func native(_ field: String) throws -> ContactPointKind { try known(rawValue, field) }
}

extension OutcomeState {
    package func proto() -> Cartera_V1_OutcomeState {
        Cartera_V1_OutcomeState(rawValue: rawValue) ?? .outcomeUnspecified
    }
}

extension Cartera_V1_OutcomeState {
    package func native(_ field: String) throws -> OutcomeState { try known(rawValue, field) }
}
