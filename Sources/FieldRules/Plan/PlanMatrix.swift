/// Distances and times between the candidates of a plan, and from its start.
struct PlanMatrix {
    let count: Int
    private let cells: [Int32]
    private let fromStart: [Int32]
    private let known: [Bool]
    let settings: PlanSettings

    init(_ stops: [PlanStop], _ settings: PlanSettings) {
        self.settings = settings
        count = stops.count
        let places = stops.map { $0.place.map(GreatCircle.Place.init) }
        known = places.map { $0 != nil }
        let start = settings.start.map(GreatCircle.Place.init)
        let unknown = Int32(clamping: settings.unknownMetres)
        func metres(_ a: GreatCircle.Place?, _ b: GreatCircle.Place?) -> Int32 {
            guard let a, let b else { return unknown }
            return Int32(clamping: GreatCircle.metres(a, b))
        }
        var cells = [Int32](repeating: 0, count: stops.count * stops.count)
        for row in 0..<stops.count {
            for column in 0..<row {
                let value = metres(places[row], places[column])
                cells[row * stops.count + column] = value
                cells[column * stops.count + row] = value
            }
        }
        self.cells = cells
        // A day without a start begins at the first visit, wherever it is.
        fromStart = start == nil ? places.map { _ in 0 } : places.map { metres(start, $0) }
    }

    /// From the start when `a` is nil.
    func metres(_ a: Int?, _ b: Int) -> Int {
        guard let a else { return Int(fromStart[b]) }
        return Int(cells[a * count + b])
    }

    func seconds(_ a: Int?, _ b: Int) -> Int { settings.travelSeconds(metres(a, b)) }

    func isKnown(_ a: Int?, _ b: Int) -> Bool { known[b] && (a.map { known[$0] } ?? (settings.start != nil)) }
}
