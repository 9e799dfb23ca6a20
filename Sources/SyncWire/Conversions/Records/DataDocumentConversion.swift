package import FieldModel
internal import FoundationEssentials
internal import SwiftProtobuf

extension DataDocument {
    package func proto() throws -> Cartera_V1_DataDocument {
        try .with {
            $0.name = name
            $0.version = version
            $0.mediaType = mediaType
            $0.content = Data(content)
            $0.validFromDay = validFromDay.rataDie
            $0.validToDay = validToDay.rataDie
            try $0.keep(unknownFields)
        }
    }
}

extension Cartera_V1_DataDocument {
    package func native() throws -> DataDocument {
        DataDocument(
            name: name, version: version, mediaType: mediaType, content: [UInt8](content),
            validFromDay: try validFromDay.optionalDay("DataDocument.valid_from_day"),
            validToDay: try validToDay.optionalDay("DataDocument.valid_to_day"),
            unknownFields: [UInt8](unknownFields.data))
    }
}
