import Foundation
import Testing

/// One day of an office and two collectors, on the real programs: every line that they print is kept in `expected`.
@Suite(.enabled(if: Programs.available))
struct GoldenTests {
    @Test("a day's session prints what it is expected to", arguments: GoldenMode.allCases)
    func session(mode: GoldenMode) throws {
        let session = try GoldenSession(mode)
        try office(session)
        try collectorsMorning(session)
        try offline(session)
        try together(session)
        try officeEvening(session)
        try session.compare()
    }

    /// Branch, people, invitations, the lender's file.
    private func office(_ s: GoldenSession) throws {
        try s.chapter("office") {
            try s.type("admin", "status")
            try s.type(
                "admin", "enroll", s.site.firstInvitation, "--device", "office", "--server", "localhost:\(s.site.port)")
            try s.type("admin", "admin", "branch", "add", "Centro")
            try s.type("admin", "admin", "branch", "add", "Centro")
            try s.type("admin", "admin", "branch", "add", "Sur", "--time-zone", "Mars/Olympus")
            try s.type("admin", "admin", "branch", "list")
            for (name, role) in [("Ana Ruiz", "collector"), ("Luis Mora", "collector"), ("Oficina Centro", "branch")] {
                try s.type("admin", "admin", "person", "add", name, "--role", role, "--branch", "Centro")
            }
            try s.type("admin", "admin", "person", "add", "Eva Soto", "--role", "auditor")
            try s.type("admin", "admin", "person", "add", "Eva Gil", "--role", "boss")
            try s.type("admin", "admin", "person", "add", "Eva Gil", "--role", "collector")
            try s.type("admin", "admin", "person", "list", "--where", "role = collector", "--sort", "name")
            try s.type("admin", "admin", "person", "disable", "Eva Soto", "--reason", "otra empresa")
        }
        try s.chapter("import") {
            let file = GoldenSession.folder.appendingPathComponent("portfolio.csv")
            try FileManager.default.copyItem(at: file, to: s.site.folder.appendingPathComponent("cartera.csv"))
            let portfolio = s.site.folder.appendingPathComponent("cartera.csv").path
            let rejects = s.site.folder.appendingPathComponent("rechazos.csv").path
            try s.type("admin", "admin", "import", "accounts", portfolio, "--branch", "Centro", "--dry-run")
            try s.type("admin", "admin", "import", "accounts", portfolio, "--branch", "Centro", "--rejects", rejects)
            try s.type("admin", "admin", "import", "accounts", portfolio, "--branch", "Centro")
            try s.type("admin", "admin", "import", "accounts", portfolio, "--branch", "Norte")
            try s.type("admin", "admin", "import", "accounts", rejects + ".no")
            try s.type("admin", "admin", "account", "list", "--sort", "number")
        }
        try s.chapter("invitations") {
            let invitation = try s.type("admin", "admin", "invite", "Luis Mora")
            #expect(invitation.status == 0)
            let open = try s.find("admin", "admin", "invitation", "list", "--where", "state = open") {
                $0.items.first?["id"]
            }
            try s.type("admin", "admin", "invitation", "revoke", open)
            try s.type("admin", "admin", "invitation", "list", "--sort", "person")
            try s.type("admin", "admin", "invite", "Nadie")
            try s.type("ana", "enroll", "cartera1-xyz")
        }
    }

    private func collectorsMorning(_ s: GoldenSession) throws {
        for (who, person) in [("ana", "Ana Ruiz"), ("luis", "Luis Mora"), ("oficina", "Oficina Centro")] {
            let text = try s.find("admin", "admin", "invite", person) { $0.json["invitation"] }
            if who != "ana" {
                try s.site.enrol(who, text)
                continue
            }
            try s.chapter("enrolment") {
                try s.type("ana", "enroll", text, "--device", "laptop-ana", "--server", "localhost:\(s.site.port)")
                try s.type("ana", "status")
                try s.type("ana", "doctor")
                try s.type("ana", "sync")
            }
        }
        try s.chapter("accounts") {
            try s.type("ana", "worklist")
            try s.type("ana", "worklist", "--near", "19.4326,-99.1332", "--date", s.day(1), "--limit", "2")
            try s.type("ana", "worklist", "--date", "pronto")
            try s.type("ana", "account", "list", "--sort", "-days_past_due")
            try s.type("ana", "account", "list", "--bucket", "61-90")
            try s.type("ana", "account", "list", "--bucket", "viejas")
            try s.type("ana", "account", "list", "--where", "balance > 8000 and product = card")
            try s.type("ana", "account", "list", "--where", "saldo > 1")
            try s.type("ana", "account", "list", "--where", "balance")
            try s.type("ana", "account", "search", "nunez")
            try s.type("ana", "account", "search", "nadie")
            try s.type("ana", "account", "show", "4711-0001")
            try s.type("ana", "account", "show", "4711-0003")
        }
    }

    /// The server is away; every act is on disk.
    private func offline(_ s: GoldenSession) throws {
        s.site.kill()
        try s.chapter("visits") {
            try s.type(
                "ana", "visit", "record", "4711-0001", "--outcome", "promised", "--person", "debtor", "--place", "home",
                "--started", "2024-03-05T10:05:00-06:00", "--ended", "2024-03-05T10:20:00-06:00", "--location",
                "19.4326,-99.1332,12", "--note", "Pidió cinco días")
            let visit = try s.last("ana", "4711-0001", "visits")
            try s.type("ana", "visit", "amend", visit, "--note", "Pidió siete días")
            try s.type("ana", "visit", "amend", visit)
            try s.type("ana", "visit", "record", "4711-0002", "--outcome", "not_home", "--dry-run")
            try s.type(
                "ana", "visit", "record", "4711-0002", "--outcome", "other", "--started", "2024-03-05T10:05:00-06:00",
                "--ended", "2024-03-05T09:00:00-06:00")
            try s.type("ana", "visit", "record", "4711-0002", "--outcome", "lejos")
            try s.type("ana", "visit", "record", "4711-0002", "--outcome", "other", "--note", " ")
            try s.type("ana", "visit", "record", "4711-0009", "--outcome", "other")
        }
        try s.chapter("promises") {
            try s.type("ana", "promise", "make", "4711-0001", "--amount", "850.50", "--due", s.day(5))
            try s.type("ana", "promise", "make", "4711-0001", "--amount", "100", "--due", s.day(6))
            let promise = try s.last("ana", "4711-0001", "promises")
            try s.type("ana", "promise", "revise", promise, "--amount", "900", "--due", s.day(7))
            try s.type(
                "ana", "promise", "make", "4711-0002", "--instalments", "500@\(s.day(5))", "500@\(s.day(20))")
            try s.type(
                "ana", "promise", "withdraw", try s.last("ana", "4711-0002", "promises"), "--reason", "Doble")
            try s.type("ana", "promise", "make", "4711-0002", "--amount", "0", "--due", s.day(5))
            try s.type("ana", "promise", "make", "4711-0002", "--amount", "1.234", "--due", s.day(5))
            try s.type("ana", "promise", "make", "4711-0002", "--amount", "mil", "--due", s.day(5))
            try s.type("ana", "promise", "make", "4711-0002", "--amount", "10 USD", "--due", s.day(5))
            try s.type("ana", "promise", "make", "4711-0002", "--amount", "10", "--due", "2020-01-01")
            try s.type("ana", "promise", "make", "4711-0002", "--amount", "10")
        }
        try s.chapter("payments") {
            try s.type("ana", "payment", "record", "4711-0001", "--amount", "300", "--method", "cash")
            try s.type(
                "ana", "payment", "record", "4711-0002", "--amount", "99999", "--method", "transfer", "--reference",
                "SPEI 1")
            let payment = try s.last("ana", "4711-0002", "payments")
            try s.type("ana", "payment", "reverse", payment, "--reason", "Cheque devuelto")
            try s.type("ana", "payment", "reverse", payment, "--reason", "Otra vez")
            try s.type("ana", "payment", "record", "4711-0002", "--amount", "1", "--method", "oro")
        }
        try registers(s)
        try outbox(s)
    }

    private func registers(_ s: GoldenSession) throws {
        try s.chapter("contacts") {
            try s.type(
                "ana", "contact", "log", "4711-0002", "--channel", "call", "--result", "no_answer", "--direction",
                "outbound")
            try s.type("ana", "contact-point", "add", "4711-0002", "--kind", "phone", "--value", "5511112222")
            let point = try s.last("ana", "4711-0002", "contact_points")
            try s.type("ana", "contact-point", "update", point, "label=recados")
            try s.type("ana", "contact-point", "update", point, "color=azul")
            try s.type("ana", "contact-point", "remove", point)
        }
        try s.chapter("registers") {
            try s.type("ana", "account", "set", "4711-0001", "preferred_hour=18:00", "landmark=Casa azul")
            try s.type("ana", "account", "set", "4711-0001", "preferred_hour=tarde")
            try s.type("ana", "account", "set", "4711-0001", "humor=bueno")
            try s.type(
                "ana", "flag", "set", "4711-0002", "dispute", "--since", "2024-03-01", "--written", "--evidence",
                "Carta")
            try s.type("ana", "flag", "set", "4711-0002", "enojado")
            try s.type("ana", "flag", "clear", "4711-0002", "dispute", "--evidence", "Carta")
            try s.type("ana", "flag", "clear", "4711-0002", "hardship", "--evidence", "Carta")
        }
        try s.chapter("rule-records") {
            try s.type(
                "ana", "consent", "record", "4711-0001", "--channel", "call", "--given", "2024-03-01T09:00:00-06:00",
                "--evidence", "Grabación")
            try s.type("ana", "consent", "revoke", "4711-0001", "--channel", "call")
            try s.type("ana", "consent", "revoke", "4711-0001", "--channel", "letter")
            try s.type(
                "ana", "restriction", "add", "4711-0001", "--channel", "call", "--weekdays", "6,7", "--from", "08:00",
                "--to", "12:00", "--note", "Trabaja de noche")
            try s.type("ana", "restriction", "add", "4711-0001", "--weekdays", "9")
            try s.type(
                "ana", "restriction", "withdraw", "4711-0001", try s.last("ana", "4711-0001", "restrictions"))
            try s.type(
                "ana", "related-person", "add", "4711-0001", "--role", "spouse", "--name", "Marta Gil", "--phone",
                "5533334444")
            try s.type(
                "ana", "related-person", "update", "4711-0001", try s.last("ana", "4711-0001", "related_persons"),
                "agreed_place=Parque")
            try s.type(
                "ana", "complaint", "open", "4711-0001", "--text", "Llaman de noche", "--channel", "call", "--due",
                s.day(10))
            let complaint = try s.last("ana", "4711-0001", "complaints")
            try s.type("ana", "complaint", "answer", complaint, "--text", "Se cambió el horario")
            try s.type("ana", "complaint", "answer", complaint, "--text", "Otra")
            try s.type("ana", "complaint", "close", complaint)
        }
    }

    private func outbox(_ s: GoldenSession) throws {
        try s.chapter("outbox") {
            try s.type("ana", "outbox", "list")
            let contact = try s.operation("ana", "log_contact")
            try s.type("ana", "outbox", "show", contact)
            try s.type("ana", "outbox", "edit", contact, "note=Colgó")
            try s.type("ana", "outbox", "edit", contact, "color=azul")
            let payment = try s.operation("ana", "record_payment")
            try s.type("ana", "visit", "record", "4711-0002", "--outcome", "callback")
            try s.type(
                "ana", "outbox", "withdraw", try s.operation("ana", "record_visit"), "--reason", "Otra cuenta")
            try s.type("ana", "outbox", "withdraw", try s.operation("ana", "add_related_person"))
            try s.type("ana", "outbox", "resend", payment)
            try s.type("ana", "outbox", "list", "--where", "outcome = withdrawn")
            try s.type("ana", "receipt", "show", payment)
            try s.type("ana", "account", "show", "4711-0002")
            try s.type("ana", "sync")
            try s.type("ana", "doctor")
        }
    }

    /// The server is back: two edits meet, somebody decides.
    private func together(_ s: GoldenSession) throws {
        try s.site.call(as: "oficina", "account", "set", "4711-0001", "preferred_hour=09:30").expectDone()
        try s.site.start()
        try s.chapter("sync") {
            try s.type("ana", "sync")
            try s.type("oficina", "sync")
            try s.type("ana", "sync")
            try s.type("ana", "status")
            try s.type("ana", "receipt", "list", "--limit", "6")
            try s.type("ana", "receipt", "list", "--where", "outcome != applied")
            try s.type("ana", "receipt", "show", try s.operation("ana", "make_promise"))
        }
        try s.chapter("conflicts") {
            try s.type("ana", "conflict", "list")
            let conflict = try s.find("ana", "conflict", "list") { $0.items.first?["id"] }
            try s.type("ana", "conflict", "show", conflict)
            try s.type("ana", "account", "list", "--where", "state = conflicted")
            try s.type("luis", "conflict", "list")
            try s.type("ana", "conflict", "resolve", conflict)
            try s.type("ana", "conflict", "resolve", conflict, "--keep", "mine", "--dry-run")
            try s.type("ana", "conflict", "resolve", conflict, "--keep", "mine")
            try s.type("ana", "conflict", "list", "--all")
            try s.type("ana", "sync")
            try s.type("ana", "account", "show", "4711-0001")
        }
    }

    private func officeEvening(_ s: GoldenSession) throws {
        try s.chapter("supervision") {
            try s.type("admin", "admin", "account", "show", "4711-0002")
            try s.type("admin", "admin", "account", "show", "4711-0009")
            try s.type("admin", "admin", "operation", "list", "--limit", "5")
            let payment = try s.operation("ana", "record_payment")
            try s.type("admin", "admin", "operation", "show", payment)
            try s.type("admin", "admin", "conflict", "list", "--all")
            try s.type("admin", "admin", "promise", "list", "--sort", "due")
            try s.type("admin", "admin", "promise", "list", "--due", s.day(7))
            try s.type("ana", "admin", "person", "list")
        }
        try s.chapter("assignment") {
            try s.type("admin", "admin", "assign", "4711-0001", "--to", "Luis Mora")
            try s.type("admin", "admin", "assign", "4711-0001", "4711-0009", "--to", "Luis Mora")
            try s.type("admin", "admin", "assign", "4711-0001", "--to", "Nadie")
            try s.type(
                "admin", "admin", "assign", "--from", "Luis Mora", "--to", "Ana Ruiz", "--where", "balance < 2000")
            try s.type("ana", "sync")
            try s.type("ana", "account", "show", "4711-0001")
            try s.type("luis", "sync")
        }
        try s.chapter("devices") {
            try s.type("admin", "admin", "device", "list")
            try s.type("admin", "admin", "device", "quarantine", "laptop-luis", "--reason", "reloj")
            try s.type("luis", "sync")
            try s.type("admin", "admin", "device", "release", "laptop-luis")
            try s.type("admin", "admin", "device", "revoke", "laptop-ana", "--reason", "robo")
            try s.type("ana", "sync")
            try s.type("ana", "doctor", "--offline")
            try s.type("admin", "admin", "status")
        }
        try s.chapter("export") {
            try s.type("admin", "admin", "export", "payments", "--format", "csv")
            try s.type("admin", "admin", "export", "contacts", "--format", "jsonl")
            let file = s.site.folder.appendingPathComponent("pagos.csv").path
            try s.type("admin", "admin", "export", "payments", "--format", "csv", "--out", file)
        }
    }
}

extension Finished {
    fileprivate func expectDone() throws { try #require(status == 0, "\(errors)") }
}
