/// What is said of rules, verdicts, approvals and findings, in both languages.
enum RuleWords {
    static let words: [String: Word] = [
        "verdict": "veredicto", "verdicts": "veredictos", "rules": "reglas", "packs": "paquetes",
        "pack_version": "versión del paquete", "stop_states": Word("ESTADOS QUE DETIENEN", en: "STOP STATES"),
        "stops": "detiene", "duty": "obligación", "duty_due": "obligación vence", "lifted_by": "lo levanta",
        "overridable": "admite excepción", "overridden": "con excepción", "because": "porque",
        "judged_at": "juzgado al", "subject": "asunto",
        "valid_from": "vigente desde", "valid_to": "vigente hasta", "received_at": "recibida",
        "decided": "decidida", "closing_note": "motivo del cierre", "knowable": "se podía saber",
        "letter": "carta", "letters": "cartas", "notices": "avisos", "notice": "aviso", "template": "plantilla",
        "methods": "medios", "fields": "campos", "recipient": "destinatario", "hash": "huella", "sent_at": "enviada",
        "deliveries": "entregas", "how": "cómo", "tracking": "guía", "how=posted": "al correo",
        "how=handed": "en mano", "how=delivered": "entregada", "how=returned": "devuelta",
        "kind=letter_template": "plantilla de carta", "kind=zone_table": "tabla de zonas", "kind=send_letter": "carta",
        "kind=record_delivery": "entrega de carta", "reason=letter_altered": "el texto no es el de la plantilla",
        "reason=unknown_template": "plantilla no vigente",
        "offers": "ofertas de quita", "offer_state": "estado de la oferta", "forgiven": "condonado",
        "pay_by": "pagar a más tardar", "principal_percent": "quita de capital (%)",
        "interest_percent": "quita de intereses (%)", "fees_percent": "quita de gastos (%)", "matrix": "matriz",
        "kind=propose_settlement": "oferta de quita", "offer_state=offered": "vigente",
        "offer_state=void": "sin efecto",
        "verdict=allowed": "permitido", "verdict=denied": "prohibido",
        "verdict=needs_approval": "requiere autorización", "verdict=presumed_violation": "presunta infracción",
        "verdict=warning": "advertencia",
        "stops=all_but_letters_to_the_estate": "todo, salvo cartas a la sucesión",
        "stops=all_but_closing_letters": "todo, salvo avisos de cierre",
        "stops=all_but_the_attorney": "todo, salvo con su abogado",
        "stops=collection_until_verified": "la cobranza hasta verificar",
        "stops=visits_without_approval": "visitas sin autorización",
        "stops=contact_at_work": "contacto en el trabajo", "stops=suits_and_threats": "demandas y amenazas",
        "duty=find_the_estate": "buscar al albacea", "duty=verify_the_debt": "verificar la deuda",
        "duty=offer_a_plan": "ofrecer un plan",
        "code=rule_broken": "regla incumplida", "code=over_cap": "más contactos que los permitidos",
        "code=not_judged": "no se pudo juzgar", "code=recorded_late": "anotado tarde",
        "code=unplanned": "contacto sin planear", "code=over_allowance": "más de lo concedido",
        "allowance": "permiso de contacto", "units": "unidades", "spent": "gastadas", "units_left": "unidades libres",
        "cases": "casos", "nanoseconds_per_verdict": "nanosegundos por veredicto",
        "verdicts_per_second": "veredictos por segundo",
        "holder": "lo tiene", "valid_until": "vigente hasta el",
        "allowance_state": "estado del permiso", "allowance_state=open": "abierto",
        "allowance_state=elsewhere": "en otra cuenta", "allowance_state=returned": "devuelto",
        "allowance_state=ended": "terminado", "kind=grant_allowance": "permiso de contacto",
        "kind=return_allowance": "devolución de permiso", "kind=copy_record": "copia para la persona",
        "status=superseded": "sustituido", "state=active": "activo", "state=proposed": "propuesto",
        "kind=rule_pack": "paquete de reglas", "kind=calendar": "calendario",
        "kind=check_made": "consulta de reglas", "kind=plan_contact": "contacto planeado",
        "kind=review_finding": "revisión de hallazgo", "kind=write_document": "documento",
        "reason=approval": "espera autorización", "reason=denied_by_rule": "lo prohíbe una regla",
    ]

    static let sentences: [String: (en: String, es: String)] = [
        "left_out": (
            "%1 accounts cannot be visited on that day and are left out; --all shows them.",
            "%1 cuentas no se pueden visitar ese día y no aparecen; --all las muestra."
        ),
        "left_out.one": (
            "1 account cannot be visited on that day and is left out; --all shows it.",
            "1 cuenta no se puede visitar ese día y no aparece; --all la muestra."
        ),
        "devices_too_old": (
            "%1 devices run a program too old for %2: they hold what its new rules are about. `cartera admin device list`",
            "%1 equipos tienen un programa anterior a %2: retienen lo que sus reglas nuevas juzgan. `cartera admin device list`"
        ),
        "second_person": (
            "A second person must put the same forward, or grant it: `cartera admin approval list`.",
            "Otra persona debe proponer lo mismo o autorizarlo: `cartera admin approval list`."
        ),
    ]

    static let failures: [String: FailureTable.Words] = [
        "denied_by_rule": FailureTable.Words(
            "La regla “%1” no lo permite.", es: "Permitido desde: %1. Vea `cartera contact check`."),
        "no_active_rules": FailureTable.Words(
            "La sucursal no tiene paquetes de reglas activos: no se puede juzgar nada.",
            es: "Se activan con `cartera admin rules activate` y llegan con `cartera sync`."),
        "second_person": FailureTable.Words(
            "Otra persona debe autorizarlo.", es: "Pídalo a alguien con facultades que no lo haya propuesto."),
        "version_taken": FailureTable.Words(
            "Esa versión ya está activa y dice otra cosa.", es: "Dé una versión nueva al paquete que cambió."),
        "no_branch": FailureTable.Words("Aún no hay sucursales.", es: "Agregue una."),
        "finding_closed": FailureTable.Words("El hallazgo no está abierto."),
        "unknown_finding": FailureTable.Words("No existe ese hallazgo.", es: "Vea `cartera admin finding list`."),
        "unknown_approval": FailureTable.Words("No hay nada así en espera.", es: "Vea `cartera admin approval list`."),
        "unknown_template": FailureTable.Words(
            "No hay una plantilla “%1” vigente.", es: "Vea `cartera letter list`."),
        "letter_incomplete": FailureTable.Words(
            "A la carta le faltan datos que ningún registro tiene.", es: "Dé cada uno con --set CAMPO=VALOR: %1."),
        "letter_altered": FailureTable.Words("El texto no es el de la plantilla con los datos de la cuenta."),
        "no_settlement_authority": FailureTable.Words(
            "Ningún paquete activo dice cuánto se puede condonar, o la cuenta no tiene capital, intereses y gastos."),
        "beyond_limit": FailureTable.Words(
            "La quita rebasa también su facultad.", es: "Pídalo a alguien con más facultades."),
        "no_allowance": FailureTable.Words(
            "Aquí no hay permiso de contacto de esa cuenta.", es: "Vea `cartera allowance list`."),
        "unknown_plan": FailureTable.Words(
            "No hay un contacto planeado “%1” en la cuenta.", es: "`cartera contact check --reserve` da su id."),
        "unknown_rule": FailureTable.Words("No existe esa regla.", es: "Vea `cartera rules list`."),
    ]
}
