//! Which part of the core runs a command.

use super::Core;
use super::reloading::let_go;
use crate::app::command::{Command, Tab};
use crate::app::desktop::Kind;
use crate::app::notice::Level;
use crate::domain::roster::Table;
use crate::store::UndoAnswers;

impl Core {
    pub(super) fn command(&mut self, command: Command) {
        use Command as C;
        match command {
            C::ShowTab(tab) => {
                if self.prefs.tab != tab {
                    // What was done on the tab before has been read there.
                    self.notices
                        .retain(|n| !matches!(n.level, Level::Done | Level::Info));
                }
                self.prefs.tab = tab;
                match tab {
                    Tab::History => self.refresh_selected_operation(),
                    Tab::MergeStudentProfiles => self.list_drafts(),
                    _ => {}
                }
                if tab == Tab::MissingIds {
                    self.look_for_missing();
                }
            }
            C::CancelJob => self.cancel_job(),
            C::Dismiss(at) => {
                if at < self.notices.len() {
                    self.notices.remove(at);
                }
            }
            C::Tell(notice) => self.tell(notice),
            C::Show(path) => self.show(&path),

            C::OpenSample => self.open_sample(),
            C::RestartSample => self.restart_sample(),
            C::NewDistrict {
                lea,
                name,
                year,
                practice,
            } => self.new_district(&lea, &name, &year, practice),
            C::AskOpenStore => {
                let start = Some(self.data_folder.clone());
                self.ask(
                    Kind::Open(vec![crate::store::EXTENSION]),
                    "Open a district",
                    start,
                    C::OpenStore,
                );
            }
            C::OpenStore(path) => self.open_store(path),
            C::CloseDistrict => self.close_district(),

            C::SelectSchools(schools) => self.select_schools(schools),
            C::ChooseFunction(function) => self.with_process(|p| p.function = function),
            C::SetEffective(text) => self.set_effective(text),
            C::SetIncludeInactive(yes) => self.with_process(|p| p.scope.include_inactive = yes),
            C::SetOverride(yes) => self.with_process(|p| p.override_retrieve = yes),
            C::ListNotSent(open) => self.with_process(|p| p.listing_not_sent = open),
            C::AskRequestFolder => self.ask_request_folder(),
            C::SetRequestFolder(folder) => self.set_request_folder(folder),
            C::BeforeNew(command) => self.run_before_new(command),
            C::CreateRequest => self.create_request(),
            C::SendToPractice(id) => self.send_to_practice(id),
            C::MarkChecked(id) => self.mark_checked(id),
            C::WithdrawRequest(id) => self.withdraw_request(id),

            C::AskResponseFile => self.ask_response_file(),
            C::SetResponseFile(path) => self.set_response_file(path),
            C::AnswersRequest(id) => {
                self.with_response(|r| r.answers = Some(id));
                self.check_response();
            }
            C::CheckResponse => self.check_response(),
            C::OpenReport(open) => self.with_response(|r| r.report_open = open),
            C::SettleLine { line, choice } => self.settle_line(line, choice),
            C::ConfirmIncomplete(yes) => self.with_response(|r| r.confirmed_incomplete = yes),
            C::Compare(pair) => self.compare(pair),
            C::PreviewUpdate(open) => self.with_response(|r| r.preview_open = open),
            C::ApplyResponse => self.apply_response(),
            C::AskSaveStudents(kind) => self.ask_save_students(kind),
            C::AskSaveOneRoster => self.ask_save_one_roster(),
            C::AskSaveReport(kind) => self.ask_save_report(kind),
            C::PrintReport => self.print_report(),

            C::AskRoster => self.ask_roster(),
            C::AskRosterFolder => self.ask_roster_folder(),
            C::ReadRoster(path) => self.read_roster(path),
            C::ReadRosterAs(said) => self.read_roster_as(said),
            C::ReadRosterAfresh => self.read_roster_afresh(),
            C::AskSaveProblems => self.ask_save_problems(Table::Students),
            C::SaveProblemsTo(path) => self.save_problems(Table::Students, &path),
            C::ImportRoster => self.import_roster(),
            C::CloseRoster => {
                self.give_reading_up(Table::Students);
                if let Some(s) = self.session() {
                    let_go(s.import.take());
                }
            }

            C::FindStudents(text) => self.find_students(text),
            C::SortStudents(sort) => self.sort_students(sort),
            C::OpenStudent(key) => self.open_student(key),
            C::NewStudent => self.new_student(),
            C::CloseStudent => {
                if let Some(s) = self.session() {
                    s.editor.opened = None;
                }
            }
            C::SaveStudent {
                base,
                draft,
                different,
            } => self.save_student(base.as_deref(), &draft, &different),
            C::LookForAlike(draft) => self.look_for_alike(&draft),
            C::ListNotInRoster(only) => self.list_not_in_roster(only),
            C::Reviewed(base) => self.reviewed(&base),
            C::Withdraw { base, day } => self.withdraw(&base, day),

            C::Program(command) => self.run_program(command),
            C::General(command) => self.run_general(command),
            C::Missing(command) => self.run_missing(command),
            C::Duplicates(command) => self.run_duplicates(command),
            C::Merge(command) => self.run_merge(command),
            C::Security(command) => self.run_security(command),

            C::SelectOperation(id) => self.select_operation(id),
            C::Undo(id) => self.undo(id, UndoAnswers::default()),
            C::UndoWith(id, answers) => self.undo(id, answers),

            C::SaveSettings(district) => self.save_settings(&district),
            C::SaveSchool { code, name } => self.save_school(&code, &name),
            C::AskLayout => self.ask(
                Kind::Open(vec!["toml"]),
                "Choose a layout file",
                Some(self.data_folder.clone()),
                C::ReadLayout,
            ),
            C::ReadLayout(path) => self.read_layout(&path),
            C::AskSaveLayout => self.ask_save_layout(),
            C::SaveStudentsTo(kind, path) => self.save_students(kind, &path),
            C::SaveOneRosterTo(path) => self.save_one_roster(&path),
            C::SaveReportTo(kind, path) => self.save_report_to(kind, &path),
            C::SaveLayoutTo(path) => self.save_layout_to(&path),
            C::SetLook(look) => self.prefs.look = look,
            C::SetTextScale(scale) => self.prefs.text_scale = scale.clamp(0.8, 2.0),
        }
    }
}
