package import FieldModel

/// A day's route as a picture: north up, one scale both ways, a numbered dot a visit. No map lies under it, because a
/// laptop without a network has none.
package struct RouteDrawing: Hashable, Sendable {
    package struct Stop: Hashable, Sendable {
        package var place: GeoPoint
        package var label: String
        /// What a pointer that rests on it is told.
        package var told: String
        package var isPromiseDue: Bool

        package init(place: GeoPoint, label: String, told: String, isPromiseDue: Bool) {
            self.place = place
            self.label = label
            self.told = told
            self.isPromiseDue = isPromiseDue
        }
    }

    package var title: String
    package var start: GeoPoint?
    package var stops: [Stop]

    package init(title: String, start: GeoPoint?, stops: [Stop]) {
        self.title = title
        self.start = start
        self.stops = stops
    }

    private static let size = 6_400
    private static let margin = 400

    package func svg() -> String {
        let places = (start.map { [$0] } ?? []) + stops.map(\.place)
        let view = RouteView(places, size: Self.size, margin: Self.margin)
        let title = Markup.escaped(title)
        let height = Markup.pixels(view.height + 400)
        var out = "<svg viewBox=\"0 0 \(Markup.pixels(Self.size)) \(height)\" role=\"img\" aria-label=\"\(title)\""
        out += " xmlns=\"http://www.w3.org/2000/svg\"><title>\(title)</title>\n"
        var path = ""
        for (index, place) in places.enumerated() {
            let at = view.position(place)
            path += "\(index == 0 ? "M" : "L")\(Markup.pixels(at.x)) \(Markup.pixels(at.y))"
        }
        if !path.isEmpty { out += "<path class=\"line c5\" d=\"\(path)\"/>\n" }
        if let start {
            let at = view.position(start)
            out += "<rect class=\"bar c2\" x=\"\(Markup.pixels(at.x - 60))\" y=\"\(Markup.pixels(at.y - 60))\" "
            out += "width=\"12\" height=\"12\"/>\n"
        }
        var last: (x: Int, y: Int)?
        var isLeft = false
        for stop in stops {
            let at = view.position(stop.place)
            // Labels of neighbours go to different sides.
            let isNear = last.map { abs($0.x - at.x) + abs($0.y - at.y) < 240 } ?? false
            isLeft = isNear && !isLeft
            last = at
            out += "<circle class=\"dot c\(stop.isPromiseDue ? 1 : 0)\" cx=\"\(Markup.pixels(at.x))\" "
            out += "cy=\"\(Markup.pixels(at.y))\" r=\"5\"><title>\(Markup.escaped(stop.told))</title></circle>"
            out +=
                ChartText.svg(
                    stop.label, x: at.x + (isLeft ? -80 : 80), y: at.y + (isLeft ? 100 : -50),
                    anchor: isLeft ? "end" : "start") + "\n"
        }
        return out + scaleBar(view) + "</svg>\n"
    }

    /// The largest of 100 m, 200 m, 500 m, 1 km, … that takes no more than a third of the width.
    private func scaleBar(_ view: RouteView) -> String {
        var metres = 100
        for next in [200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000]
        where view.tenths(ofMetres: next) <= Self.size / 3 { metres = next }
        let length = view.tenths(ofMetres: metres)
        let text = metres < 1_000 ? "\(metres) m" : "\(metres / 1_000) km"
        let y = Markup.pixels(view.height + 180)
        return "<path class=\"interval\" d=\"M\(Markup.pixels(Self.margin)) \(y)h\(Markup.pixels(length))\"/>"
            + ChartText.svg(text, x: Self.margin + length + 80, y: view.height + 220, anchor: "start")
    }
}

/// Places laid onto a picture.
private struct RouteView {
    private let west: Int64
    private let north: Int64
    private let cosine: Int64
    /// Degrees x 10^7 of latitude that a tenth of a pixel stands for.
    private let unitsPerTenth: Int64
    private let margin: Int
    let height: Int

    init(_ places: [GeoPoint], size: Int, margin: Int) {
        let latitudes = places.map { Int64($0.latitudeE7) }
        let longitudes = places.map { Int64($0.longitudeE7) }
        let (south, north) = (latitudes.min() ?? 0, latitudes.max() ?? 0)
        let (west, east) = (longitudes.min() ?? 0, longitudes.max() ?? 0)
        let middle = (south + north) / 2
        cosine = GreatCircle.sine(halfE7: 2 * (900_000_000 - min(900_000_000, abs(middle))))
        let room = Int64(size - 2 * margin)
        let wide = ((east - west) * cosine) >> 31
        // A few hundred metres at least, so that one place is no dot as large as a country.
        unitsPerTenth = max(5, (max(wide, north - south) + room - 1) / room)
        self.west = west
        self.north = north
        self.margin = margin
        height = Int((north - south) / unitsPerTenth) + 2 * margin
    }

    func position(_ place: GeoPoint) -> (x: Int, y: Int) {
        let x = (((Int64(place.longitudeE7) - west) * cosine) >> 31) / unitsPerTenth
        return (margin + Int(x), margin + Int((north - Int64(place.latitudeE7)) / unitsPerTenth))
    }

    /// A metre is 89.93 units of latitude.
    func tenths(ofMetres metres: Int) -> Int { Int(Int64(metres) * 8_993 / 100 / unitsPerTenth) }
}
