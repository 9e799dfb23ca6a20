import ArgumentParser
import FieldModel
import FieldRules
import SyncClient

/// What a day's plan is made with, and where its pictures go.
struct DayOptions: ParsableArguments {
    @Option(help: "HH:MM at which the day starts (default: now, or 08:00).") var start: String?
    @Option(help: "Minutes that a visit takes (default: 15).") var visitMinutes: Int?
    @Option(help: "Kilometres an hour on the way, stops included (default: 18).") var speed: Int?
    @Option(help: "What an hour costs; visits that bring less than they cost are left out.") var costPerHour: String?
    @Option(help: "What a kilometre costs.") var costPerKm: String?
    @Option(help: "Write a page with the route here.", completion: .file()) var html: String?
    @Option(help: "Write the route for other tools here.", completion: .file()) var geojson: String?

    static let names = "--start, --visit-minutes, --speed, --cost-per-hour, --cost-per-km, --html and --geojson"

    var isUsed: Bool {
        [start, costPerHour, costPerKm, html, geojson].contains { $0 != nil } || visitMinutes != nil || speed != nil
    }

    func validate() throws {
        if let visitMinutes, !(1...480).contains(visitMinutes) {
            throw ValidationError("--visit-minutes is 1 to 480.")
        }
        if let speed, !(1...200).contains(speed) { throw ValidationError("--speed is 1 to 200.") }
        if let start, MomentText.minutesOfDay(start).map({ $0 < 1_440 }) != true {
            throw ValidationError("--start is a time like 08:30.")
        }
    }

    func request(hours: Int) throws -> DayRequest {
        var request = DayRequest(hours: hours)
        request.startMinute = start.flatMap { MomentText.minutesOfDay($0) }
        request.visitMinutes = visitMinutes ?? request.visitMinutes
        request.kilometresPerHour = speed ?? request.kilometresPerHour
        request.costPerHour = costPerHour ?? request.costPerHour
        request.costPerKilometre = costPerKm ?? request.costPerKilometre
        return request
    }

    func write(_ result: PlanView.Result, start: GeoPoint?, parts: PageParts) throws {
        var files: [(text: String, path: String)] = []
        if let html { files.append((DayPage(parts: parts, result: result, start: start).html(), html)) }
        if let geojson { files.append((RouteGeoJSON.text(result, start: start), geojson)) }
        try ScoreFiles.write(files)
    }
}

/// The route as RFC 7946 has it: a point a visit, and the line between them.
private enum RouteGeoJSON {
    static func text(_ result: PlanView.Result, start: GeoPoint?) -> String {
        var features: [ReportJSON] = []
        for (item, visit) in zip(result.items, result.plan.visits) {
            guard let place = visit.stop.place else { continue }
            let properties = ["position", "account", "number", "reason", "arrive_at"].map { key in
                (key: key, value: plain(item[key] ?? .null))
            }
            features.append(feature(("Point", position(place)), properties))
        }
        let places = (start.map { [$0] } ?? []) + result.stops.map(\.place)
        if places.count > 1 { features.append(feature(("LineString", .list(places.map(position))), [])) }
        return ReportJSON.map([("type", .string("FeatureCollection")), ("features", .list(features))]).text() + "\n"
    }

    private static func feature(
        _ geometry: (String, ReportJSON), _ properties: [(key: String, value: ReportJSON)]
    ) -> ReportJSON {
        .map([
            ("type", .string("Feature")),
            ("geometry", .map([("type", .string(geometry.0)), ("coordinates", geometry.1)])),
            ("properties", .map(properties)),
        ])
    }

    private static func position(_ place: GeoPoint) -> ReportJSON {
        .list([.decimal(Double(place.longitudeE7) / 1e7), .decimal(Double(place.latitudeE7) / 1e7)])
    }

    private static func plain(_ value: JSONValue) -> ReportJSON {
        switch value {
        case .integer(let number): .whole(Int(number))
        case .string(let text): .string(text)
        default: .null
        }
    }
}

/// The page of `worklist --hours --html`: the route, and whom it visits when.
private struct DayPage {
    let parts: PageParts
    let result: PlanView.Result
    let start: GeoPoint?

    func html() -> String {
        let title = parts.text("day_title")
        let drawing = RouteDrawing(title: title, start: start, stops: result.stops)
        let hours = ChartAxis("", decimals: 1, unit: " h").text(result.plan.seconds / 360)
        let kilometres = ChartAxis("", decimals: 1, unit: " km").text(result.plan.metres / 100)
        let figures = [
            ReportFigure(parts.text("visits"), "\(result.items.count)"), ReportFigure(parts.text("hours"), hours),
            ReportFigure(parts.text("road"), kilometres),
            ReportFigure(parts.text("expected"), money(result.summary["expected"] ?? .null)),
        ]
        return parts.page(
            title, String((text(result.summary["starts_at"])).prefix(10)),
            [
                .init(
                    parts.text("route"),
                    [.figures(figures), .picture(title: parts.text("route_note"), svg: drawing.svg())]),
                .init(parts.text("visits"), [.table(table)]),
            ])
    }

    private var table: ReportTable {
        let columns: [ReportTable.Column] = [
            .init("", isNumber: true), .init(parts.text("arrival")), .init(parts.text("account")),
            .init(parts.text("debtor")), .init(parts.text("why")), .init(parts.text("expected"), isNumber: true),
            .init(parts.text("metres"), isNumber: true),
        ]
        let rows = result.items.map { item in
            [
                text(item["position"]), String(text(item["arrive_at"]).dropFirst(11).prefix(5)), text(item["number"]),
                text(item["debtor"]), Texts.word("reason=\(text(item["reason"]))", parts.language),
                money(item["expected"] ?? .null), text(item["distance_m"]),
            ]
        }
        return ReportTable(columns, rows)
    }

    private func text(_ value: JSONValue?) -> String {
        switch value {
        case .string(let text): text
        case .integer(let number): PageParts.whole(Int(number))
        default: ""
        }
    }

    private func money(_ value: JSONValue) -> String {
        guard case .integer(let minor)? = value["minor"], case .string(let code)? = value["currency"],
            let currency = Currency(code)
        else { return "–" }
        return "\(ChartAxis("", decimals: currency.exponent).text(Int(minor))) \(code)"
    }
}
