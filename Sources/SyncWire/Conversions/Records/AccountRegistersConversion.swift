package import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf

extension AccountRegisters {
    package func proto() throws -> Cartera_V1_AccountRegisters {
        try .with {
            $0.registers = registers.map { $0.proto() }
            try $0.keep(unknownFields)
        }
    }
}

extension Cartera_V1_AccountRegisters {
    package func native() throws -> AccountRegisters {
        AccountRegisters(registers: try registers.map { try $0.native() }, unknownFields: [UInt8](unknownFields.data))
    }
}

extension Register {
    package func proto() -> Cartera_V1_Register {
        .with {
            $0.field = field
            $0.value = value
            $0.operation = operation.givenData
            $0.author = author.givenData
            $0.at = at.milliseconds
        }
    }
}

extension Cartera_V1_Register {
    package func native() throws -> Register {
        Register(
            field: field, value: value, operation: try operation.givenIdentifier("Register.operation"),
            author: try author.givenIdentifier("Register.author"), at: Instant(milliseconds: at))
    }
}
