import FieldModel
import Testing

@testable import FieldRules

struct ZoneTests {
    private func zone(_ name: String) throws -> Zone { try #require(ZoneTable.standard.zone(name)) }
    private func at(_ text: String) throws -> Instant { try #require(Instant.parsingRFC3339(text)).instant }
    private func civil(_ date: String, _ hour: Int, _ minute: Int = 0) throws -> CivilTime {
        CivilTime(date: try #require(CalendarDate(date)), millisecondOfDay: Int32((hour * 60 + minute) * 60_000))
    }

    @Test func everyVectorOfAnIndependentReaderAgrees() throws {
        var count = 0
        for line in zoneVectors.split(separator: "\n") {
            let parts = line.split(separator: " ")
            let zone = try zone(String(parts[0]))
            let offset = zone.offsetSeconds(at: Instant(seconds: Int64(parts[1])!))
            #expect(offset == Int32(parts[2])! * 60, "\(line)")
            count += 1
        }
        #expect(count > 1000)
    }

    @Test func anUnknownNameIsNil() {
        for name in ["", "Mexico", "America/mexico_city", "EST7", "Mars/Olympus"] {
            #expect(ZoneTable.standard.zone(name) == nil)
        }
    }

    @Test func aliasesShareTheirOffsets() throws {
        let now = try at("2026-07-01T00:00:00Z")
        for (alias, name) in [("US/Pacific", "America/Los_Angeles"), ("Mexico/General", "America/Mexico_City")] {
            #expect(try zone(alias).offsetSeconds(at: now) == zone(name).offsetSeconds(at: now))
        }
        #expect(try zone("UTC").offsetSeconds(at: now) == 0)
    }

    @Test func aGapHasNoMomentAndTheNextIsTheChange() throws {
        let chicago = try zone("America/Chicago")
        #expect(chicago.instants(of: try civil("2026-03-08", 2, 30)).isEmpty)
        #expect(chicago.firstInstant(ofOrAfter: try civil("2026-03-08", 2, 30)) == (try at("2026-03-08T08:00:00Z")))
        #expect(chicago.instants(of: try civil("2026-03-08", 3)) == [try at("2026-03-08T03:00:00-05:00")])
    }

    @Test func aRepeatHasTwoMoments() throws {
        let chicago = try zone("America/Chicago")
        let twice = chicago.instants(of: try civil("2026-11-01", 1, 30))
        #expect(twice == [try at("2026-11-01T01:30:00-05:00"), try at("2026-11-01T01:30:00-06:00")])
        #expect(chicago.firstInstant(ofOrAfter: try civil("2026-11-01", 1, 30)) == twice[0])
    }

    @Test func aDayMayBeginAfterMidnightOrBeReachedTwice() throws {
        let santiago = try zone("America/Santiago")
        let spring = try #require(CalendarDate("2026-09-06"))
        #expect(santiago.startOfDay(spring) == (try at("2026-09-06T01:00:00-03:00")))
        let autumn = try #require(CalendarDate("2026-04-05"))
        #expect(santiago.startOfDay(autumn) == (try at("2026-04-05T00:00:00-04:00")))
        #expect(santiago.localDate(at: santiago.startOfDay(autumn) - 1) == autumn - 1)
    }

    @Test func mexicoHasHadNoSummerTimeSince2023ExceptAtTheBorder() throws {
        let july = try at("2026-07-01T12:00:00Z")
        #expect(try zone("America/Mexico_City").civil(at: july).hour == 6)
        #expect(try zone("America/Tijuana").civil(at: july).hour == 5)
        #expect(try zone("America/Ciudad_Juarez").civil(at: july).hour == 6)
    }

    @Test func civilAndInstantsAreInverse() throws {
        for name in ["America/Santiago", "Europe/Dublin", "America/Sao_Paulo", "Asia/Kolkata", "America/Adak"] {
            let zone = try zone(name)
            var moment = try at("2026-01-01T00:00:00Z")
            let end = try at("2027-01-01T00:00:00Z")
            while moment < end {
                #expect(zone.instants(of: zone.civil(at: moment)).contains(moment))
                #expect(zone.firstInstant(ofOrAfter: zone.civil(at: moment)) <= moment)
                moment = moment + 1_234_567
            }
        }
    }
}

struct ZonesOfPlacesTests {
    private func zones(_ country: String, _ state: String? = nil, _ postal: String? = nil) -> [String] {
        ZoneTable.standard.zones(country: country, state: state, postalCode: postal)
    }

    @Test func statesAreKnownByNameAccentAndCode() {
        for state in ["Querétaro", "queretaro", "QUE", "MX-QUE", "Qro."] {
            #expect(zones("MX", state) == ["America/Mexico_City"])
        }
        #expect(zones("México", "Sonora") == ["America/Hermosillo"])
        #expect(zones("BR", "São Paulo") == ["America/Sao_Paulo"])
        #expect(zones("US", "HI") == ["Pacific/Honolulu"])
        #expect(zones("CL", "Región Metropolitana") == ["America/Santiago"])
        #expect(zones("EC", "Galápagos") == ["Pacific/Galapagos"])
    }

    @Test func severalZonesUnlessThePostalCodeDecides() {
        #expect(zones("MX", "Chihuahua") == ["America/Chihuahua", "America/Ciudad_Juarez", "America/Ojinaga"])
        #expect(zones("MX", "Chihuahua", "32310") == ["America/Ciudad_Juarez"])
        #expect(zones("MX", "Chihuahua", "31000") == ["America/Chihuahua"])
        #expect(zones("MX", "Tamaulipas", "88500") == ["America/Matamoros"])
        #expect(zones("US", "TX", "79901-1234") == ["America/Denver"])
        #expect(zones("US", "TX", "9") == ["America/Chicago", "America/Denver"])
        #expect(zones("ES", nil, "35001") == ["Atlantic/Canary"])
        #expect(zones("ES", "Sevilla") == ["Europe/Madrid"])
    }

    @Test func nothingIsGuessed() {
        #expect(zones("MX", "Atlantis").isEmpty)
        #expect(zones("XX", "Jalisco").isEmpty)
        #expect(zones("CO", "Antioquia") == ["America/Bogota"])
        #expect(zones("MX").count == 12)
    }

    @Test func everyZoneOfThePlacesIsInTheTable() {
        for country in ["US", "MX", "CO", "CL", "PE", "EC", "BR", "GB", "IE", "IN", "ID", "PH", "ZA", "KE", "ES", "AR"]
        {
            let names = zones(country)
            #expect(!names.isEmpty)
            for name in names { #expect(ZoneTable.standard.zone(name) != nil, "\(name)") }
        }
    }
}
