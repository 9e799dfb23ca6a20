/// Whole sentences in both languages; `%1`, `%2` stand for values. `key.one` is the form for a first value of 1.
enum SentenceTable {
    static let texts: [String: (en: String, es: String)] = general.merging(doctor) { $1 }
        .merging(RuleWords.sentences) { $1 }.merging(ScoreWords.sentences) { $1 }
        .merging(ScoreWords.monitoring) { $1 }.merging(ScoreWords.day) { $1 }.merging(ScoreWords.warnings) { $1 }
        .merging(AttachmentWords.sentences) { $1 }

    private static let general: [String: (en: String, es: String)] = [
        "error": ("error", "error"),
        "hint": ("hint", "sugerencia"),
        "dry_run": ("Nothing was written (dry run).", "No se escribió nada (ensayo)."),
        "outbox_warning": (
            "%1 operations wait to be sent: find a network and run `cartera sync`.",
            "%1 operaciones esperan envío: busque red y ejecute `cartera sync`."
        ),
        "held_act": (
            "It is held: the server decides at the next sync.",
            "Queda retenida: el servidor decide en la próxima sincronización."
        ),
        "conflicted_act": (
            "It is recorded, but meets another edit: see `cartera conflict list`.",
            "Quedó anotada, pero choca con otro cambio: vea `cartera conflict list`."
        ),
        "enrolled": (
            "%1 (%2) is enrolled with %3 as device %4.", "%1 (%2) quedó inscrito con %3 como equipo %4."
        ),
        "first_sync_later": (
            "The first sync did not succeed: run `cartera sync` when the server can be reached.",
            "La primera sincronización no se logró: ejecute `cartera sync` cuando el servidor responda."
        ),
        "digest_mismatch": (
            "The replica differs from the server's data; the administrator has been told.",
            "La réplica difiere de los datos del servidor; se avisó a la administración."
        ),
        "see_refused": (
            "%1 operations were refused: `cartera outbox list` says why.",
            "%1 operaciones fueron rechazadas: `cartera outbox list` dice por qué."
        ),
        "see_refused.one": (
            "1 operation was refused: `cartera outbox list` says why.",
            "1 operación fue rechazada: `cartera outbox list` dice por qué."
        ),
        "see_held": (
            "%1 operations are held for a decision: see `cartera outbox list`.",
            "%1 operaciones quedan retenidas a la espera de una decisión: vea `cartera outbox list`."
        ),
        "see_held.one": (
            "1 operation is held for a decision: see `cartera outbox list`.",
            "1 operación queda retenida a la espera de una decisión: vea `cartera outbox list`."
        ),
        "see_conflicts": (
            "%1 operations meet another's edit: see `cartera conflict list`.",
            "%1 operaciones chocan con el cambio de otra persona: vea `cartera conflict list`."
        ),
        "see_conflicts.one": (
            "1 operation meets another's edit: see `cartera conflict list`.",
            "1 operación choca con el cambio de otra persona: vea `cartera conflict list`."
        ),
        "live_round": ("pushed %1, pulled %2, digest %3", "enviadas %1, recibidos %2, huella: %3"),
        "live_unreachable": ("Not connected (%1); trying again.", "Sin conexión (%1); se intentará de nuevo."),
        "importing": ("%1 rows, %2 rejected", "%1 filas, %2 rechazadas"),
        "rejects_written": ("%1 rejected rows are in %2.", "%1 filas rechazadas están en %2."),
        "rejects_written.one": ("1 rejected row is in %2.", "1 fila rechazada está en %2."),
        "more_rejections": ("… and %1 more", "… y %1 más"),
    ]

    private static let doctor: [String: (en: String, es: String)] = [
        "doctor_program": ("cartera %1", "cartera %1"),
        "clock_behind": ("%1 s behind the server", "%1 s atrás del servidor"),
        "clock_ahead": ("%1 s ahead of the server", "%1 s adelante del servidor"),
        "clock_equal": ("as the server's", "como el del servidor"),
        "set_clock": ("Set the computer's clock.", "Ponga a tiempo el reloj del equipo."),
        "not_compared": ("not compared yet", "aún sin comparar"),
        "run_sync": ("Run `cartera sync`.", "Ejecute `cartera sync`."),
        "valid_until": ("valid until %1", "vale hasta %1"),
        "lies_ahead": ("valid only from %1", "vale apenas desde %1"),
        "expired": ("expired", "vencido"),
        "renew_by_sync": (
            "The next sync renews it; past the lease, enrol again.",
            "La próxima sincronización lo renueva; pasado el arriendo, inscríbase de nuevo."
        ),
        "missing": ("missing", "falta"),
        "enrol_again": ("Enrol again with an invitation.", "Inscríbase de nuevo con una invitación."),
        "revoked": ("revoked", "revocado"),
        "ask_administrator": ("Ask the administrator.", "Pregunte a la administración."),
        "quarantined": ("quarantined", "en cuarentena"),
        "ask_to_decide": ("Ask the administrator to decide.", "Pida a la administración que decida."),
        "unknown": ("unknown", "desconocido"),
        "ended": ("ended", "terminado"),
        "days_left": ("%1 days left", "quedan %1 días"),
        "days_left.one": ("1 day left", "queda 1 día"),
        "sync_before_end": ("Sync before it ends.", "Sincronice antes de que termine."),
        "digest_match": ("equal to the server's at the last sync", "coincidía en la última sincronización"),
        "digest_repaired": ("was repaired at the last sync", "se reparó en la última sincronización"),
        "digest_was_repaired": (
            "equal to the server's; %1 rows were damaged and sent again, last on %2",
            "coincide con la del servidor; se repusieron %1 filas dañadas, la última vez el %2"
        ),
        "digest_was_repaired.one": (
            "equal to the server's; 1 row was damaged and sent again, on %2",
            "coincide con la del servidor; se repuso 1 fila dañada, el %2"
        ),
        "digest_mismatch_found": ("differs from the server's", "difiere de la del servidor"),
        "tell_administrator": ("Tell the administrator.", "Avise a la administración."),
        "sync_and_tell": (
            "Sync again; tell the administrator.", "Sincronice de nuevo; avise a la administración."
        ),
        "records_readable": ("all can be read", "todos se pueden leer"),
        "records_of_newer": (
            "%1 are of a newer program: kept, and shown after the upgrade",
            "%1 son de un programa más nuevo: se conservan y se mostrarán al actualizar"
        ),
        "records_of_newer.one": (
            "1 is of a newer program: kept, and shown after the upgrade",
            "1 es de un programa más nuevo: se conserva y se mostrará al actualizar"
        ),
        "install_newer": ("Install the newer cartera.", "Instale el cartera más nuevo."),
        "operations_wait": ("%1 operations wait", "%1 operaciones esperan"),
        "operations_wait.one": ("1 operation waits", "1 operación espera"),
        "find_network": ("Find a network and sync.", "Busque red y sincronice."),
        "replica_sound": ("sound", "sana"),
        "sync_mends": (
            "Sync: what is damaged is sent again.", "Sincronice: lo dañado se envía de nuevo."
        ),
        "new_home": (
            "Enrol in a new home; what was sent is safe on the server.",
            "Inscríbase en otro directorio; lo enviado está a salvo en el servidor."
        ),
        "megabytes_free": ("%1 MB free", "%1 MB libres"),
        "cannot_measure": ("cannot be measured", "no se puede medir"),
        "free_space": ("Free some space.", "Libere espacio."),
        "owner_only": ("readable by its owner only", "solo la lee su dueño"),
        "others_read": ("readable by others", "otros la pueden leer"),
        "close_key": ("chmod 600 the home's device.key.", "Ejecute chmod 600 en device.key del directorio."),
        "server_answers": ("the server answers", "el servidor responde"),
    ]
}
