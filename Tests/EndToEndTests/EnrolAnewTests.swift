import Foundation
import Testing

/// A home whose device was revoked is enrolled again: as another device, with what waits in it.
@Suite("A home enrolled anew")
struct EnrolAnewTests {
    @Test("sends what waited under its new device, and is not taken over by another person")
    func anew() throws {
        let site = try Site()
        try site.enrol("ana", person: "Ana")
        let account = try #require(try site.accounts("ana").first)
        func visit(_ note: String) throws {
            try site.good(as: "ana", "visit", "record", account, "--outcome", "not_home", "--note", note)
        }
        try visit("enviada")
        try site.good(as: "ana", "sync")
        try visit("una que espera")
        try visit("otra que espera")
        let devices = try site.good(as: "admin", "admin", "device", "list").items
        let device = try #require(devices.first { $0["name"] as? String == "laptop-ana" }?["id"] as? String)
        try site.good(as: "admin", "admin", "device", "revoke", device, "--reason", "perdida")

        // Luis may not take the home over while Ana's work waits in it.
        try site.refused(
            as: "ana", 65, "unsent_of_another", ["enroll", try site.invite("Luis"), "--server", site.address])
        #expect(try site.good(as: "ana", "status").json["pending"] as? Int == 2)

        try site.enrol("ana", person: "Ana")
        try site.settle("ana")
        let shown = try site.good(as: "ana", "account", "show", account).json
        let notes = (shown["visits"] as? [[String: Any]] ?? []).compactMap { $0["note"] as? String }
        #expect(notes.sorted() == ["enviada", "otra que espera", "una que espera"])
        #expect(try site.good(as: "ana", "doctor").status == 0)
        let after = try site.good(as: "admin", "admin", "device", "list").items.filter {
            $0["name"] as? String == "laptop-ana"
        }
        #expect(after.map { $0["state"] as? String ?? "" }.sorted() == ["active", "revoked"])
    }
}
