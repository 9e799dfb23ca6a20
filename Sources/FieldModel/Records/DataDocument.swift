/// A document whose text is the whole of it: rule packs, calendars, templates, scorecards, zone tables.
package struct DataDocument: Hashable, Sendable, Codable {
    package var name: String
    package var version: String
    package var mediaType: String
    package var content: [UInt8]
    package var validFromDay: CalendarDate?
    package var validToDay: CalendarDate?
    /// Fields of a newer version: protobuf bytes that go back where they came from.
    package var unknownFields: [UInt8]

    package init(
        name: String,
        version: String,
        mediaType: String = "",
        content: [UInt8] = [],
        validFromDay: CalendarDate? = nil,
        validToDay: CalendarDate? = nil,
        unknownFields: [UInt8] = []
    ) {
        self.name = name
        self.version = version
        self.mediaType = mediaType
        self.content = content
        self.validFromDay = validFromDay
        self.validToDay = validToDay
        self.unknownFields = unknownFields
    }
}
