//! What is compared of a person.

use crate::domain::student::Student;
use chrono::NaiveDate;

/// What is compared of a person: a profile, a row of the General Student Table, a student being typed in. Empty text and
/// `None` mean not known, which weighs nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Person {
    /// Legal last name.
    pub last_name: String,
    /// Legal first name.
    pub first_name: String,
    /// Legal middle name.
    pub middle_name: String,
    /// Jr, Sr, II …
    pub suffix: String,
    /// Last name the student goes by.
    pub preferred_last_name: String,
    /// First name the student goes by.
    pub preferred_first_name: String,
    /// Birth date.
    pub birth_date: Option<NaiveDate>,
    /// Gender code.
    pub gender: String,
    /// The state's number; never a provisional one.
    pub state_id: String,
    /// The district's number, without the D of a marked duplicate.
    pub number: String,
    /// Whether the number carried the D of a marked duplicate.
    pub marked: bool,
    /// The current school's number.
    pub school: String,
    /// CEDS grade code.
    pub grade: String,
    /// Phone of the household.
    pub phone: String,
    /// E-mail of the household.
    pub email: String,
    /// Home address in one line.
    pub address: String,
    /// Parent or guardian.
    pub guardian: String,
}

impl Person {
    /// What is compared of a student, with school and grade as of a day.
    pub fn of(student: &Student, today: NaiveDate) -> Self {
        let current = student.current_enrollment(today);
        let number = student.number.as_str();
        Self {
            last_name: student.last_name.clone(),
            first_name: student.first_name.clone(),
            middle_name: student.middle_name.clone(),
            suffix: student.suffix.clone(),
            preferred_last_name: student.preferred_last_name.clone(),
            preferred_first_name: student.preferred_first_name.clone(),
            birth_date: student.birth_date,
            gender: student.gender.clone(),
            state_id: student
                .ssid
                .as_ref()
                .map_or_else(String::new, ToString::to_string),
            number: if student.duplicate {
                crate::domain::student::without_mark(number).to_owned()
            } else {
                number.to_owned()
            },
            marked: student.duplicate,
            school: current.map_or_else(String::new, |e| e.school.as_str().to_owned()),
            grade: current.map_or_else(String::new, |e| e.grade.clone()),
            phone: student.phone.clone(),
            email: student.email.clone(),
            address: student.address.clone(),
            guardian: student.guardian.clone(),
        }
    }
}
