package import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf

extension Person {
    package func proto() throws -> Cartera_V1_Person {
        try .with {
            $0.name = name
            $0.role = role
            $0.branch = branch.data
            $0.disabled = disabled
            try $0.keep(unknownFields)
        }
    }
}

extension Cartera_V1_Person {
    package func native() throws -> Person {
        Person(
            name: name, role: role, branch: try branch.optionalIdentifier("Person.branch"), disabled: disabled,
            unknownFields: [UInt8](unknownFields.data))
    }
}
